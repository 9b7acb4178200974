public import OutboxCore

/// A value of an event's properties: what JSON can say, with exact numbers.
///
/// Write literals where you can:
///
/// ```swift
/// event.properties["coupon"] = "SUMMER"
/// event.properties["gift"] = true
/// event.properties["shipping"] = .number("4.90")
/// event.properties["sizes"] = ["S", "M"]
/// ```
///
/// There is no literal for numbers with a fraction, on purpose: `4.90` would go through a `Double`. See
/// `ExactDecimal`.
public enum PropertyValue: Sendable, Hashable {
    /// A text, taken as it is.
    case string(String)
    /// A number, with all its digits.
    case number(ExactDecimal)
    /// `true` or `false`.
    case bool(Bool)
    /// Values in their order.
    case array([PropertyValue])
    /// Values by name. An event may be 64 levels deep in all.
    case object([String: PropertyValue])
    /// Known to be nothing; a filter of the worker's configuration takes it for missing.
    case null
}

extension PropertyValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// A text that stands in the source code.
    public init(stringLiteral value: String) { self = .string(value) }
}

extension PropertyValue: ExpressibleByIntegerLiteral {
    /// A whole number that stands in the source code.
    public init(integerLiteral value: Int64) { self = .number(ExactDecimal(value)) }
}

extension PropertyValue: ExpressibleByBooleanLiteral {
    /// `true` or `false` in the source code.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension PropertyValue: ExpressibleByArrayLiteral {
    /// Values in their order, as they stand in the source code.
    public init(arrayLiteral elements: PropertyValue...) { self = .array(elements) }
}

extension PropertyValue: ExpressibleByDictionaryLiteral {
    /// Values by name, as they stand in the source code; of two with one name the last.
    public init(dictionaryLiteral elements: (String, PropertyValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }
}

extension PropertyValue: ExpressibleByNilLiteral {
    /// Nothing, inside of an array or an object.
    public init(nilLiteral: ()) { self = .null }
}
