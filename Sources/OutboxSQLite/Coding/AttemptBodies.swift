import OutboxCore

/// The bodies of a request and its answer as they are stored: compressed, and only where there is something to store.
struct AttemptBodies: Sendable {
    /// How much of an answer is kept.
    static let responseLimit = 64 << 10

    /// The request, compressed; nil where it was empty.
    let request: [UInt8]?
    /// The answer, compressed; nil where it was empty.
    let response: [UInt8]?

    /// Compresses the bodies of an answer, apart from the caller's actor.
    @concurrent
    init(_ answer: Answer) async throws {
        request = try Self.compress(answer.request[...])
        response = try Self.compress(answer.response.prefix(Self.responseLimit))
    }

    /// Whether there is nothing to store.
    var isEmpty: Bool { request == nil && response == nil }

    /// How many bytes there are to store.
    var count: Int { (request?.count ?? 0) + (response?.count ?? 0) }

    private static func compress(_ bytes: ArraySlice<UInt8>) throws -> [UInt8]? {
        bytes.isEmpty ? nil : try Compression.deflate(Array(bytes))
    }
}
