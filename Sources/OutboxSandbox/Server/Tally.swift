import OutboxCore

/// What came in and what was taken.
struct Tally {
    var requests = 0
    var refusedRequests = 0
    private var events = 0
    private var repeated = 0
    private var testEvents = 0
    private var maxBatch = 0
    private var withoutPage = 0
    private var value: [String: ExactDecimal] = [:]
    private var numItems = 0
    private var byEvent: [String: Int] = [:]
    private var seen: Set<Int> = []

    /// Adds the events of a request; a repeated one counts as such and no more, and so does a test event.
    mutating func take(_ taken: TakenEvents) {
        events += taken.events.count
        maxBatch = max(maxBatch, taken.events.count)
        if taken.isTest {
            testEvents += taken.events.count
            return
        }
        for event in taken.events {
            if let key = event.key, !seen.insert(key).inserted {
                repeated += 1
                continue
            }
            if event.lacksPage { withoutPage += 1 }
            numItems += Int(event.numItems)
            byEvent[event.name, default: 0] += 1
            if let currency = event.currency, let amount = event.value {
                // A sum of more than 38 digits cannot be held; the absurd amount is left out.
                value[currency] = value[currency, default: .zero].adding(amount) ?? value[currency]
            }
        }
    }

    /// The tally as one JSON object; `distinct` are the events that count: neither repeated nor a test.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        let numbers: [(StaticString, Int)] = [
            ("requests", requests), ("refused_requests", refusedRequests), ("events", events),
            ("distinct", events - repeated - testEvents), ("repeated", repeated), ("test_events", testEvents),
            ("max_batch", maxBatch), ("without_page", withoutPage),
        ]
        for (name, number) in numbers {
            writer.key(name)
            writer.integer(number)
        }
        writer.key("value")
        writer.beginObject()
        for (currency, amount) in value.sorted(by: { $0.key < $1.key }) {
            writer.key(currency)
            writer.decimal(amount)
        }
        writer.endObject()
        writer.key("num_items")
        writer.integer(numItems)
        writer.key("by_event")
        writer.beginObject()
        for (name, count) in byEvent.sorted(by: { $0.key < $1.key }) {
            writer.key(name)
            writer.integer(count)
        }
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
