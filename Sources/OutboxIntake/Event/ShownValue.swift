import OutboxCore

/// A value as an error message may show it: short, and never an e-mail address or a telephone number.
struct ShownValue: CustomStringConvertible {
    let description: String

    /// Shows numbers, booleans and short texts as they would be written without needless escapes, everything else by
    /// its kind.
    init(_ value: JSONValue) {
        switch value.kind {
        case .object: description = "an object"
        case .array: description = "an array"
        case .string: description = ShownText(value.string ?? "").description
        case .number: description = Self.number(value)
        case .bool, .null: description = String(decoding: value.raw, as: UTF8.self)
        }
    }

    /// The kind of a value, where nothing of it may be shown.
    static func kind(of value: JSONValue) -> String {
        switch value.kind {
        case .object: "an object"
        case .array: "an array"
        case .string: "a text"
        case .number: "a number"
        case .bool: "true or false"
        case .null: "null"
        }
    }

    private static func number(_ value: JSONValue) -> String {
        let digits = value.raw.count { (48...57).contains($0) }
        guard digits == value.raw.count, ShownText.phoneDigits.contains(digits) else {
            return ShownText.shortened(String(decoding: value.raw, as: UTF8.self))
        }
        return "a number of \(digits) digits"
    }
}
