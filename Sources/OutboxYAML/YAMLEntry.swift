/// One key of a mapping with its value.
package struct YAMLEntry: Sendable, Equatable {
    /// The key as it was written.
    package let key: String
    /// The key's line.
    package let line: Int
    /// What stands behind it.
    package let value: YAMLNode

    /// Makes an entry.
    package init(key: String, line: Int, value: YAMLNode) {
        self.key = key
        self.line = line
        self.value = value
    }
}
