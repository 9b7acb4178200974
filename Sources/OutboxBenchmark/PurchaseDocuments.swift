import OutboxCore

/// Made-up purchases of about 800 bytes as a producer hands them over, each with its own ids.
struct PurchaseDocuments {
    /// What the ids begin with.
    let name: String
    private let time: String

    /// Makes purchases of one moment.
    init(name: String, at time: Timestamp) {
        self.name = name
        self.time = time.iso8601
    }

    /// One JSON object.
    subscript(index: Int) -> [UInt8] {
        let text = """
            {"event_name":"purchase","event_time":"\(time)","event_id":"\(name)-\(index)",\
            "user":{"id":"\(index)","email":"buyer-\(index)@example.com","phone":"+33612345678",\
            "first_name":"Ada","last_name":"L","city":"Lyon","zip":"69001","country":"FR"},\
            "context":{"page":{"url":"https://shop.example/thanks?order=\(index)",\
            "referrer":"https://shop.example/cart"},"device":{"ip":"203.0.113.9",\
            "user_agent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15",\
            "locale":"fr-FR"}},"properties":{"transaction_id":"\(name)-\(index)","value":59.90,"currency":"EUR",\
            "items":[{"item_id":"77120","item_name":"Mug","item_brand":"Acme","item_category":"Home",\
            "price":29.95,"quantity":2},{"item_id":"77121","item_name":"Cup","item_category":"Home",\
            "price":0.00,"quantity":1}]}}
            """
        return Array(text.utf8)
    }
}
