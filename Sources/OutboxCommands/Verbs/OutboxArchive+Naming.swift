import OutboxCore
import OutboxIdentity

extension OutboxArchive {
    /// The histories of the events that a word on the command line names, oldest first; none is no error.
    ///
    /// An id that holds an e-mail address or phone number is kept with the digest in its place, and found by both.
    func histories(named word: String) async throws -> [EventHistory] {
        var found = try await histories(of: EventIdentifier(argument: word))
        if let scrubbed = PersonalDataScanner().scrub(word)?.text {
            let known = Set(found.map(\.event.number))
            found += try await histories(of: EventIdentifier(argument: scrubbed))
                .filter { !known.contains($0.event.number) }
            found.sort { $0.event.number < $1.event.number }
        }
        return found
    }
}
