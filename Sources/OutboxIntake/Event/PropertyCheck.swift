import OutboxCore

/// Checks the properties that money and counts depend on; everything else is kept as it is.
enum PropertyCheck {
    /// What is checked in `properties`, and by which name.
    private enum Property: Int {
        case value, currency, numItems, items

        static let names = JSONNames(["value", "currency", "num_items", "items"])
    }

    /// What is checked in an item, and by which name.
    private enum ItemProperty: Int {
        case price, quantity, itemID

        static let names = JSONNames(["price", "quantity", "item_id"])
    }

    /// Checks `properties` and its items, and reports each problem with its path.
    static func check(_ properties: JSONValue, into findings: inout Findings) {
        Property.names.forEachMember(of: properties) { name, node in
            guard let property = name.flatMap(Property.init) else { return }
            let value = properties.value(ofNode: node)
            switch property {
            case .value: checkAmount(value, at: "properties.value", into: &findings)
            case .currency: checkCurrency(value, at: "properties.currency", into: &findings)
            case .numItems: checkCount(value, at: "properties.num_items", into: &findings)
            case .items: checkItems(value, into: &findings)
            }
        }
    }

    private static func checkItems(_ items: JSONValue, into findings: inout Findings) {
        guard items.kind == .array else {
            findings.problem("properties.items", "not an array: \(ShownValue(items))")
            return
        }
        for (index, item) in items.elements.enumerated() {
            guard item.kind == .object else {
                findings.problem("properties.items[\(index)]", "not an object: \(ShownValue(item))")
                continue
            }
            ItemProperty.names.forEachMember(of: item) { name, node in
                guard let property = name.flatMap(ItemProperty.init) else { return }
                let value = item.value(ofNode: node)
                switch property {
                case .price: checkAmount(value, at: "properties.items[\(index)].price", into: &findings)
                case .quantity: checkCount(value, at: "properties.items[\(index)].quantity", into: &findings)
                case .itemID: checkItemID(value, at: "properties.items[\(index)].item_id", into: &findings)
                }
            }
        }
    }

    private static let empty = "empty, counts as absent"

    /// A number, or a text that is one; an empty text is what a form sends for nothing.
    private static func checkAmount(
        _ value: JSONValue, at path: @autoclosure () -> String, into findings: inout Findings
    ) {
        if isPlainAmount(value) { return }
        let text = value.string
        guard text?.isEmpty != true else { return findings.warning(path(), empty) }
        guard value.kind == .number || text.map({ NumberText.isNumber($0) }) == true else {
            findings.problem(path(), "not a number: \(ShownValue(value))")
            return
        }
        let number = text.map { Double($0) } ?? value.double
        guard let number, number.isFinite else {
            findings.problem(path(), "too large: \(ShownValue(value))")
            return
        }
        if number < 0 { findings.warning(path(), "negative: TikTok has no refund event") }
    }

    /// Whether a value is a number with neither sign nor exponent and of no uncommon length: the way of nearly all.
    private static func isPlainAmount(_ value: JSONValue) -> Bool {
        guard value.kind == .number, value.raw.count <= 18 else { return false }
        return value.raw.allSatisfy { $0 &- 48 < 10 || $0 == UInt8(ascii: ".") }
    }

    /// A whole number from 0 to 2^53, or a text that is one. Goods that are sold by weight or length have fractions,
    /// which TikTok cannot count, and no purchase should be lost for.
    private static func checkCount(
        _ value: JSONValue, at path: @autoclosure () -> String, into findings: inout Findings
    ) {
        let text = value.string
        guard text?.isEmpty != true else { return findings.warning(path(), empty) }
        guard value.kind == .number || text.map({ NumberText.isNumber($0) }) == true else {
            findings.problem(path(), "not a number: \(ShownValue(value))")
            return
        }
        let count = text.map { (try? JSONDocument(Array($0.utf8)))?.root.integer } ?? value.integer
        let number = text.map { Double($0) } ?? value.double
        if count == nil, let number, number > 0, number < 0x1p53 {
            findings.warning(path(), "not a whole number: \(ShownValue(value)): TikTok counts pieces alone")
            return
        }
        guard let count, count.magnitude <= 1 << 53 else {
            findings.problem(path(), "not a whole number up to 2^53: \(ShownValue(value))")
            return
        }
        if count < 0 { findings.problem(path(), "negative: \(ShownValue(value))") }
    }

    /// A text that is no code takes the value along when the event is sent, as a code that TikTok does not list does.
    private static func checkCurrency(
        _ value: JSONValue, at path: @autoclosure () -> String, into findings: inout Findings
    ) {
        if value.withPlainBytes({ isCode($0) }) == true { return }
        guard let text = value.string else {
            findings.problem(path(), "not a currency code such as \"EUR\": \(ShownValue(value))")
            return
        }
        guard !text.isEmpty else { return findings.warning(path(), empty) }
        guard !isCode(text.utf8) else { return }
        findings.warning(
            path(), "not a currency code such as \"EUR\": \(ShownValue(value)): goes without value and currency")
    }

    private static func isCode(_ text: some Collection<UInt8>) -> Bool {
        text.count == 3 && text.allSatisfy { (97...122).contains($0 | 0x20) }
    }

    /// An id as `event_id` may be one; anything else is no id, and nothing that a purchase should be lost for.
    private static func checkItemID(
        _ value: JSONValue, at path: @autoclosure () -> String, into findings: inout Findings
    ) {
        if value.withPlainBytes({ (1...EventIDReader.maximumBytes).contains($0.count) }) == true { return }
        if value.string?.isEmpty == true {
            findings.warning(path(), "empty: goes without an id")
        } else if case .failure(let problem) = EventIDReader.read(value) {
            findings.warning(path(), problem.text + ": goes without an id")
        }
    }
}
