import OutboxCore
import OutboxIdentity

extension Workplace {
    /// The histories of the events that a word on the command line names: `#` and a number, else the event_id or the
    /// producer's id, as it is or as intake keeps it (with digests in place of addresses and numbers in it).
    func histories(ofArgument text: String) async throws -> [EventHistory] {
        let found = try await archive.histories(of: EventIdentifier(argument: text))
        guard found.isEmpty, let kept = PersonalDataScanner().scrub(text)?.text else { return found }
        return try await archive.histories(of: EventIdentifier(argument: kept))
    }
}

extension EventIdentifier {
    fileprivate init(argument text: String) {
        if text.hasPrefix("#"), let number = Int64(text.dropFirst()) {
            self = .number(EventNumber(number))
        } else {
            self = .text(text, digestPrefix: Array(SHA256Digest(of: text).bytes.prefix(8)))
        }
    }
}
