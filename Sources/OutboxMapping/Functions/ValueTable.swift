/// The table of `map_values`.
struct ValueTable: Sendable {
    private let values: [[UInt8]: MappedValue]
    private let other: MappedValue?

    init(_ entries: [(key: String, value: Literal)]) {
        var values: [[UInt8]: MappedValue] = [:]
        var other: MappedValue?
        for (key, literal) in entries {
            guard let value = literal.value else { continue }
            if key == "*" { other = value } else { values[Array(key.utf8)] = value }
        }
        (self.values, self.other) = (values, other)
    }

    /// What stands for a value; nil if nothing does.
    func value(for key: String) -> MappedValue? { values[Array(key.utf8)] ?? other }
}
