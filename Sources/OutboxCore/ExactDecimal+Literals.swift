extension ExactDecimal: ExpressibleByIntegerLiteral {
    /// A whole number that stands in the source code.
    public init(integerLiteral value: Int64) {
        self.init(value)
    }
}

extension ExactDecimal: ExpressibleByStringLiteral {
    /// A number that stands in the source code as text, such as `"59.90"`.
    ///
    /// A text that is no number, or has more than 38 digits, is a mistake in the source code and stops the program. A
    /// text from elsewhere goes through `init(_:)`, which gives nil then.
    public init(stringLiteral value: StaticString) {
        guard let number = ExactDecimal(value.description) else {
            preconditionFailure("not a decimal number of up to 38 digits: \(value)")
        }
        self = number
    }
}
