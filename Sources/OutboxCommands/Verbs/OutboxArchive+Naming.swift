import OutboxCore
import OutboxIntake

extension OutboxArchive {
    /// The histories of the events that a word on the command line names, oldest first; none is no error.
    ///
    /// It is `#` and a number, else the event_id or the producer's id.
    func histories(named word: String) async throws -> [EventHistory] {
        if word.hasPrefix("#"), let number = Int64(word.dropFirst()) {
            return try await histories(of: .number(EventNumber(number)))
        }
        return try await histories(withID: word)
    }
}
