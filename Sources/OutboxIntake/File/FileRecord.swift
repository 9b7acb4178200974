/// One record cut out of a file: a line, an element of an array, a row.
package struct FileRecord: Sendable, Hashable {
    /// The line it begins on, from 1.
    package var line: Int
    /// Its bytes, without the line's end; the first few alone when it is too long.
    package var bytes: [UInt8]
    /// Whether it is longer than the limit and was skipped.
    package var isTooLong: Bool

    /// Makes a record.
    package init(line: Int, bytes: [UInt8], isTooLong: Bool = false) {
        self.line = line
        self.bytes = bytes
        self.isTooLong = isTooLong
    }
}
