import GRDB
import OutboxCore

/// What is open at other destinations and may arrive, or may have where its owner is gone, within a read transaction.
struct SendingsUnderWay {
    private struct Attempt {
        var openedAt: Timestamp
        var positions: [EventNumber: Int]
        var sendings: SendingList
    }

    /// Walks the index of what is open: as many rows as all lanes have requests on their way.
    private static let sql = """
        SELECT opened_at, members, sent_as FROM outbox_attempt INDEXED BY outbox_attempt_open
        WHERE closed_at IS NULL AND destination <> ? AND stage = 1 AND sent_as IS NOT NULL
        """

    private let attempts: [Attempt]

    /// Reads what is open everywhere but at one destination.
    init(_ database: Database, except destination: DestinationID) throws {
        let statement = try PreparedStatement(database, Self.sql)
        statement.bind(destination.rawValue, at: 1)
        defer { statement.reset() }
        var attempts: [Attempt] = []
        while try statement.step() {
            guard let sendings = statement.text(2).flatMap({ SendingList($0) }) else { continue }
            let members = MemberList.decode(statement.bytes(1) ?? []) ?? []
            attempts.append(
                Attempt(
                    openedAt: Timestamp(milliseconds: statement.integer(0)),
                    positions: Dictionary(zip(members, 0...), uniquingKeysWith: { first, _ in first }),
                    sendings: sendings
                )
            )
        }
        self.attempts = attempts
    }

    /// What an event is on its way as; what goes under a test code counts for nothing.
    func sendings(of event: EventNumber, ownEventID: String?) -> [ClaimedDelivery.Twin] {
        attempts.compactMap { attempt in
            guard let position = attempt.positions[event],
                let sending = attempt.sendings.sending(at: position, ownEventID: ownEventID), !sending.isTest
            else { return nil }
            return ClaimedDelivery.Twin(
                event: event, tiktokEvent: sending.tiktokEvent, sentEventID: sending.sentEventID,
                eventSourceID: sending.eventSourceID, openedAt: attempt.openedAt
            )
        }
    }
}
