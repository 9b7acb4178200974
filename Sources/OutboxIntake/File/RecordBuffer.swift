/// The record that is being cut out of a stream; of one beyond the limit only its beginning is kept.
struct RecordBuffer: Sendable {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// How many bytes the record has so far, kept or not.
    private(set) var length = 0

    /// What of a record beyond the limit is kept to show it by.
    static let shownBytes = 200

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
        if length + text.count <= limit {
            bytes.append(contentsOf: text)
        } else if length <= limit {
            let shown = min(Self.shownBytes, limit)
            bytes.append(contentsOf: text.prefix(shown))
            bytes = Array(bytes.prefix(shown))
        }
        length += text.count
    }

    /// Returns the record, with how many of its bytes were not kept, and begins the next one.
    mutating func take() -> (bytes: [UInt8], leftOut: Int) {
        defer {
            let size = min(bytes.count, limit)
            bytes = []
            bytes.reserveCapacity(size)
            length = 0
        }
        return (bytes, length - bytes.count)
    }
}
