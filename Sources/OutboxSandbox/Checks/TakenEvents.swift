import OutboxCore

/// A request whose events are taken: what the tally wants of it.
struct TakenEvents {
    /// One event.
    struct Event {
        /// The hash of event source id, name and `event_id`; nil without `event_id`, which nothing can repeat.
        var key: Int?
        var name: String
        var currency: String?
        var value: ExactDecimal?
        var numItems: Int64
        /// Whether it is a web event without `page.url`.
        var lacksPage: Bool

        init(_ event: JSONValue, eventSource: String, eventSourceID: String) {
            name = event["event"]?.string ?? ""
            key = event["event_id"]?.string.map { [name] id in
                // 64 bits keep ten million events in little memory; a chance of one in 300,000 to count one too few.
                var hasher = Hasher()
                hasher.combine(eventSourceID)
                hasher.combine(name)
                hasher.combine(id)
                return hasher.finalize()
            }
            let properties = event["properties"]
            currency = properties?["currency"]?.string
            value = properties?["value"]?.decimal
            numItems = properties?["num_items"]?.integer ?? 0
            lacksPage = eventSource == "web" && event["page"]?["url"] == nil
        }
    }

    var events: [Event]
    /// Whether the request carries a test code.
    var isTest: Bool
}
