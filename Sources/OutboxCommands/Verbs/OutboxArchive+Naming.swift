import OutboxCore
import OutboxIntake

extension OutboxArchive {
    /// The histories of the events that a word on the command line names, oldest first; none is no error.
    ///
    /// Without `naming` it is the event_id, else the producer's id, and `#` with digits the number as well: shops name
    /// their orders so. What is one event's number and another's id ends the verb with exit 2.
    func histories(named word: String, by naming: EventNaming?) async throws -> [EventHistory] {
        switch naming {
        case .id: return try await histories(withID: word)
        case .number:
            guard let number = Self.number(word.hasPrefix("#") ? word.dropFirst() : word[...]) else {
                throw CommandFailure(.usage, code: "bad_number", "\(word) is no number of an event, such as 17")
            }
            return try await histories(of: .number(number))
        case nil:
            let byID = try await histories(withID: word)
            guard word.hasPrefix("#"), let number = Self.number(word.dropFirst()) else { return byID }
            let byNumber = try await histories(of: .number(number))
            if byID.isEmpty || byNumber.map(\.event.number) == byID.map(\.event.number) { return byNumber }
            guard byNumber.isEmpty else { throw Self.ambiguous(word, byNumber, byID) }
            return byID
        }
    }

    private static func number(_ digits: Substring) -> EventNumber? {
        guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return Int64(digits).map { EventNumber($0) }
    }

    private static func ambiguous(
        _ word: String, _ byNumber: [EventHistory], _ byID: [EventHistory]
    ) -> CommandFailure {
        CommandFailure(
            .usage, code: "ambiguous_event",
            "\(word) is the number of \(names(byNumber)), and the id of \(names(byID)): say which is meant with "
                + "--by number or --by id")
    }

    private static func names(_ histories: [EventHistory]) -> String {
        let shown = histories.prefix(3).map { history in
            let event = history.event
            let id = event.eventID.map { "event_id \($0)" } ?? "no event_id"
            return "event \(event.number) (\(event.eventName), \(id))"
        }
        let more = histories.count - shown.count
        return shown.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }
}
