import OutboxCore

/// Renders `properties` (TikTok: Report Web, App, Offline or CRM Events, properties parameters).
struct PropertiesRenderer: Sendable {
    /// Text members that keep their name, and the two that change it.
    private static let texts: [(from: String, to: String)] = [
        ("search_term", "search_string"), ("description", "description"), ("transaction_id", "order_id"),
        ("shop_id", "shop_id"), ("status", "status"), ("delivery_category", "delivery_category"),
    ]

    func write(
        _ values: JSONValue, eventSource: EventSource, to writer: inout JSONWriter, warnings: inout [EventProblem]
    ) {
        var members = JSONWriter()
        members.beginObject()
        let items = values["items"]?.elements.filter { $0.kind == .object } ?? []
        writeMoney(values, to: &members, warnings: &warnings)
        writeItems(items, to: &members, warnings: &warnings)
        writeItemCount(values["num_items"], items, to: &members, warnings: &warnings)
        if let type = values["content_type"]?.nonEmptyText ?? (items.isEmpty ? nil : "product") {
            members.key("content_type")
            members.string(type)
        }
        for (from, to) in Self.texts {
            guard let text = values[from]?.nonEmptyText else { continue }
            members.key(to)
            members.string(text)
        }
        if eventSource == .web || eventSource == .app, let type = values["customer_type"]?.nonEmptyText {
            members.key("customer_type")
            members.string(type)
        }
        if let value = values["predicted_ltv"].flatMap(\.numberDigits) {
            members.key("predicted_ltv")
            members.raw(value)
        }
        members.endObject()
        guard members.bytes.count > 2 else { return }
        writer.key("properties")
        writer.raw(members.bytes)
    }

    /// Writes value and currency. A currency that TikTok does not list goes with its value, and the event is sent
    /// without both: a wrong amount is worse than none.
    private func writeMoney(_ values: JSONValue, to writer: inout JSONWriter, warnings: inout [EventProblem]) {
        let currency = values["currency"]?.nonEmptyText?.uppercased()
        let digits = values["value"].flatMap(\.numberDigits)
        if let currency, !Currencies.codes.contains(currency) {
            warnings.append(
                EventProblem(
                    path: "properties.currency",
                    problem: "value and currency left out: \(currency) is not one of TikTok's 62 currencies"))
            return
        }
        if let digits {
            writer.key("value")
            writer.raw(digits)
            if currency == nil {
                warnings.append(
                    EventProblem(
                        path: "properties.currency", problem: "missing; without it TikTok cannot use the value"))
            }
        }
        if let currency {
            writer.key("currency")
            writer.string(currency)
        }
    }

    private func writeItems(_ items: [JSONValue], to writer: inout JSONWriter, warnings: inout [EventProblem]) {
        guard !items.isEmpty else { return }
        let ids = items.compactMap { $0["item_id"]?.nonEmptyText }
        if !ids.isEmpty {
            writer.key("content_ids")
            writer.beginArray()
            for id in ids { writer.string(id) }
            writer.endArray()
        }
        writer.key("contents")
        writer.beginArray()
        for (index, item) in items.enumerated() { write(item, index, to: &writer, warnings: &warnings) }
        writer.endArray()
    }

    private func write(_ item: JSONValue, _ index: Int, to writer: inout JSONWriter, warnings: inout [EventProblem]) {
        writer.beginObject()
        for (from, to) in [
            ("item_id", "content_id"), ("item_name", "content_name"), ("item_category", "content_category"),
            ("item_brand", "brand"),
        ] {
            guard let text = item[from]?.nonEmptyText else { continue }
            writer.key(to)
            writer.string(text)
        }
        if let price = item["price"].flatMap(\.numberDigits) {
            writer.key("price")
            writer.raw(price)
        }
        if let quantity = quantity(of: item) {
            writer.key("quantity")
            writer.integer(quantity)
        } else {
            let path = "properties.items[\(index)].quantity"
            warnings.append(EventProblem(path: path, problem: "left out: not a whole number"))
        }
        writer.endObject()
    }

    /// The items' count as given, else the sum of the quantities: TikTok asks for the quantity of items, not of lines.
    private func writeItemCount(
        _ given: JSONValue?, _ items: [JSONValue], to writer: inout JSONWriter, warnings: inout [EventProblem]
    ) {
        var count = given?.wholeNumber
        if given == nil || given?.isNull == true, !items.isEmpty {
            var sum: Int64 = 0
            for item in items {
                let (next, overflow) = sum.addingReportingOverflow(quantity(of: item) ?? 0)
                sum = overflow ? sum : next
            }
            count = sum
        }
        guard let count else { return }
        writer.key("num_items")
        writer.integer(count)
    }

    /// A missing quantity is one piece; a quantity that is no whole number is none.
    private func quantity(of item: JSONValue) -> Int64? {
        guard let value = item["quantity"], !value.isNull else { return 1 }
        return value.wholeNumber
    }
}
