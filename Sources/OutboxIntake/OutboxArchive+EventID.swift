package import OutboxCore
import OutboxIdentity

extension OutboxArchive {
    /// The histories of the events with an `event_id`, or else with a producer's `id`, oldest first; none is no error.
    ///
    /// An id that holds an e-mail address or phone number is kept with the digest in its place, and found by both.
    /// Throws what ``histories(of:)`` does.
    ///
    /// - Parameter source: the name of the source whose events are looked through; nil for those of all.
    package func histories(withID id: String, source: String? = nil) async throws -> [EventHistory] {
        let spellings = [id, PersonalDataScanner().scrub(id)?.text].compactMap(\.self).map {
            EventIdentifier.Spelling($0, digestPrefix: Array(SHA256Digest(of: $0).bytes.prefix(8)))
        }
        return try await histories(of: .id(spellings, source: source))
    }
}
