/// One key of a mapping with its value.
struct YAMLEntry {
    /// The key as it was written.
    let key: String
    /// The key's line.
    let line: Int
    /// What stands behind it.
    let value: YAMLNode
}
