/// What JSON text is written to.
protocol JSONSink {
    /// Appends one byte.
    mutating func append(_ byte: UInt8)

    /// Appends bytes.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>)
}

extension [UInt8]: JSONSink {
    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        append(contentsOf: bytes)
    }
}
