/// What a function makes of a value.
enum FunctionResult {
    /// A value.
    case value(MappedValue)
    /// Nothing, which is no fault: a parameter that a URL does not have.
    case absent
    /// Nothing, because the value is of a wrong kind; a sentence without a full stop that never holds the value.
    case refused(String)
}
