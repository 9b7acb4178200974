package import OutboxCore

/// What an expression yields; an absent value is nil, never a case of this.
package enum MappedValue: Sendable {
    /// A value of the event, as it came; never null.
    case event(JSONValue)
    /// A text that was made.
    case text(String)
    /// A number that was made, by JSON's grammar, digit for digit.
    case number([UInt8])
    /// A truth value that was made.
    case bool(Bool)
    /// A list that was made; absent elements are left out.
    case list([MappedValue])
    /// An object that was made, its members in the order of the mapping.
    case object([(name: String, value: MappedValue)])
}
