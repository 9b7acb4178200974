/// One record cut out of a file: a line, an element of an array, a row.
package struct FileRecord: Sendable, Hashable {
    /// The line it begins on, from 1.
    package var line: Int
    /// The line it ends on.
    package var lastLine: Int
    /// Its bytes, without the line's end; the first few alone when it is too long.
    package var bytes: [UInt8]
    /// How many bytes were not kept, since it is longer than the limit; 0 for all others.
    package var leftOut: Int

    /// Makes a record, of one line unless another last one is given.
    package init(line: Int, bytes: [UInt8], lastLine: Int? = nil, leftOut: Int = 0) {
        self.line = line
        self.lastLine = lastLine ?? line
        self.bytes = bytes
        self.leftOut = leftOut
    }

    /// Whether it is longer than the limit and was skipped.
    package var isTooLong: Bool { leftOut > 0 }
}
