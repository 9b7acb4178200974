package import OutboxCore
import OutboxIdentity

extension OutboxArchive {
    /// The histories of the events with an `event_id` or a producer's `id`, oldest first; none is no error.
    ///
    /// An id that holds an e-mail address or phone number is kept with the digest in its place, and found by both. The
    /// events of all sources are looked through. Throws what ``histories(of:)`` does.
    package func histories(withID id: String) async throws -> [EventHistory] {
        var found = try await histories(of: Self.identifier(id))
        if let scrubbed = PersonalDataScanner().scrub(id)?.text {
            let known = Set(found.map(\.event.number))
            found += try await histories(of: Self.identifier(scrubbed)).filter { !known.contains($0.event.number) }
            found.sort { $0.event.number < $1.event.number }
        }
        return found
    }

    private static func identifier(_ id: String) -> EventIdentifier {
        .text(id, digestPrefix: Array(SHA256Digest(of: id).bytes.prefix(8)))
    }
}
