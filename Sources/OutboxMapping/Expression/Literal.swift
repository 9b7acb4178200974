/// A constant in an expression, as an argument or by itself.
enum Literal: Sendable {
    case text(String)
    case number([UInt8])
    case bool(Bool)
    /// `{'a': 1, b: 'c'}`
    case table([(key: String, value: Literal)])

    /// As a value; a table has none.
    var value: MappedValue? {
        switch self {
        case .text(let text): .text(text)
        case .number(let digits): .number(digits)
        case .bool(let bool): .bool(bool)
        case .table: nil
        }
    }

    /// A number as an index, if it is one.
    var integer: Int? {
        guard case .number(let digits) = self, digits.count < 10 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The kind, for messages.
    var kind: String {
        switch self {
        case .text: "a text"
        case .number: "a number"
        case .bool: "true or false"
        case .table: "a table"
        }
    }
}
