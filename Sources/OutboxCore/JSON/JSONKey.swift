/// A key made ready to be written many times: escaped, in quotation marks, with its colon.
package struct JSONKey: Sendable {
    /// What is written.
    package let bytes: [UInt8]

    /// Makes a key ready.
    package init(_ key: String) {
        var writer = JSONWriter()
        writer.string(key)
        bytes = writer.bytes + [UInt8(ascii: ":")]
    }
}
