/// Memory of a known size that text is written to from its beginning on, without asking at each piece whether it must
/// grow; valid only while the memory is.
struct JSONOutput: JSONSink {
    private let memory: UnsafeMutableBufferPointer<UInt8>
    /// How many bytes were written.
    private(set) var count = 0

    init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        self.memory = memory
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        precondition(count < memory.count, "more text than was reckoned with")
        memory.initializeElement(at: count, to: byte)
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let source = bytes.baseAddress, let start = memory.baseAddress else { return }
        precondition(bytes.count <= memory.count - count, "more text than was reckoned with")
        (start + count).copy(from: source, count: bytes.count)
        count += bytes.count
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBufferPointer { append($0) }
    }
}
