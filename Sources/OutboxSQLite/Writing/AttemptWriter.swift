import FoundationEssentials
import GRDB
import OutboxCore

/// Opens and closes attempts within a transaction.
enum AttemptWriter {
    // MARK: Opening

    /// Puts an attempt on record, unless the lane is paused, a member was changed since it was claimed, its user
    /// withdrew their consent, or it names another user who did.
    ///
    /// Changes and withdrawals raise the destination's revision, so that members with the revision of now need no
    /// look; but no claim has seen the users that were mapped.
    ///
    /// - Parameters:
    ///   - revisions: for each member the destination's revision when it was claimed; nil where that is unknown.
    ///   - sentAs: what the members leave as, see `SendingList`.
    static func open(
        _ opening: AttemptOpening, revisions: [Int64?], sentAs: String?, in database: Database
    ) throws -> OpeningResult {
        let row = try LaneRow.read(opening.lane, in: database)
        guard row.pause == nil else { return .paused }
        let withdrawals = try WithdrawalLookup(database)
        let changed = try zip(opening.members, revisions).filter { member, revision in
            guard revision != row.revision else { return false }
            return try !isAsClaimed(member, at: opening.lane.destination, in: database)
                || withdrawals.withdrawnAt(member.event) != nil
        }
        guard changed.isEmpty else { return .changed(changed.map(\.0.event)) }
        let withdrawn = try withdrawals.withdrawals(among: opening.mappedUsers)
        guard withdrawn.isEmpty else { return .withdrawn(withdrawn) }
        let statement = try PreparedStatement(database, SQL.open)
        statement.bind(opening.lane.destination.rawValue, at: 1)
        statement.bind(opening.lane.epoch, at: 2)
        statement.bind(opening.configuration?.rawValue, at: 3)
        statement.bind(opening.openedAt.milliseconds, at: 4)
        statement.bind(opening.isBeforeDeciding ? 0 : 1, at: 5)
        statement.bind(opening.members.count, at: 6)
        statement.bind(opening.members.count { $0.deliveryClass == .retry }, at: 7)
        statement.bind(MemberList.encode(opening.members.map(\.event)), at: 8)
        statement.bind(row.pausedMilliseconds + opening.skippedMilliseconds, at: 9)
        statement.bind(sentAs, at: 10)
        try statement.run()
        return .opened(AttemptID(database.lastInsertedRowID))
    }

    private static func isAsClaimed(
        _ member: DeliveryKey, at destination: DestinationID, in database: Database
    ) throws -> Bool {
        let statement = try PreparedStatement(database, SQL.isAsClaimed)
        statement.bind(destination.rawValue, at: 1)
        statement.bind(member.event.rawValue, at: 2)
        statement.bind(member.deliveryClass.rawValue, at: 3)
        defer { statement.reset() }
        return try statement.step()
    }

    // MARK: Sending

    /// Takes the settled members out of an open attempt, and notes that the rest is about to leave.
    ///
    /// - Parameter sentAs: what the rest leaves as, see `SendingList`.
    /// - Returns: those of the rest whose users withdrew their consent, or who name one who did, and when; where there
    ///   are any, nothing is written.
    static func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sentAs: String?,
        mappedUsers: [EventNumber: [UserDigest]], at now: Timestamp, in database: Database
    ) throws -> [EventNumber: Timestamp] {
        _ = try LaneRow.read(lane, in: database)
        let row = try Row.fetchOne(
            database,
            sql: "SELECT members, retries FROM outbox_attempt WHERE id = ? AND destination = ? AND closed_at IS NULL",
            arguments: [attempt.rawValue, lane.destination.rawValue]
        )
        guard let row else { throw StoreError.database(code: 0, detail: "attempt \(attempt) is not open") }
        let leaving = Set(settled.map(\.key.event))
        let members = (MemberList.decode(row["members"] as Data) ?? []).filter { !leaving.contains($0) }
        let withdrawals = try WithdrawalLookup(database)
        var withdrawn = try withdrawals.withdrawals(among: mappedUsers.filter { !leaving.contains($0.key) })
        for member in members {
            guard let at = try withdrawals.withdrawnAt(member) else { continue }
            withdrawn[member] = min(at, withdrawn[member] ?? at)
        }
        guard withdrawn.isEmpty else { return withdrawn }
        let retries: Int = row["retries"] - settled.count { $0.key.deliveryClass == .retry }
        try database.execute(
            sql: """
                UPDATE outbox_attempt
                SET stage = 1, events = ?1, retries = ?2, members = ?3, sent_as = ?7,
                    closed_at = CASE WHEN ?1 = 0 THEN ?4 END, outcome = CASE WHEN ?1 = 0 THEN ?5 END
                WHERE id = ?6
                """,
            arguments: [
                members.count, retries, Data(MemberList.encode(members)), now.milliseconds,
                AttemptOutcome.notSent.rawValue, attempt.rawValue, sentAs,
            ]
        )
        try OutcomeWriter.write(settled, of: lane.destination, at: now, to: database)
        return [:]
    }

    // MARK: Closing

    /// Records the answer, the outcomes of all members, the changes of state, and a pause where there is one.
    static func close(_ closing: AttemptClosing, bodies: AttemptBodies, in database: Database) throws {
        let row = try LaneRow.read(closing.lane, in: database)
        guard let attempt = try recordAnswer(closing, in: database) else { return }
        if !bodies.isEmpty {
            let statement = try PreparedStatement(database, SQL.insertBody)
            statement.bind(closing.attempt.rawValue, at: 1)
            statement.bind(bodies.request, at: 2)
            statement.bind(bodies.response, at: 3)
            try statement.run()
        }
        try OutcomeWriter.write(
            closing.outcomes, of: closing.lane.destination, from: attempt, at: closing.closedAt, to: database
        )
        if let pause = closing.pause {
            try SQLiteStore.setPause(pause, over: row, of: closing.lane, at: closing.closedAt, in: database)
        }
    }

    /// Closes the attempt's own row; nil where it is closed already.
    private static func recordAnswer(
        _ closing: AttemptClosing, in database: Database
    ) throws -> OutcomeWriter.Attempt? {
        let answer = closing.answer
        let statement = try PreparedStatement(database, SQL.close)
        statement.bind(closing.closedAt.milliseconds, at: 1)
        statement.bind(answer.duration.wholeMilliseconds, at: 2)
        statement.bind(answer.httpStatus, at: 3)
        statement.bind(answer.code, at: 4)
        statement.bind(answer.message, at: 5)
        statement.bind(answer.requestID, at: 6)
        statement.bind(AttemptOutcome(answer.answerClass).rawValue, at: 7)
        statement.bind(closing.attempt.rawValue, at: 8)
        statement.bind(closing.lane.destination.rawValue, at: 9)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let attempt = OutcomeWriter.Attempt(
            id: closing.attempt, configuration: statement.optionalInteger(0).map { ConfigurationID($0) },
            openedAt: Timestamp(milliseconds: statement.integer(1)), pausedMilliseconds: statement.integer(2)
        )
        // SQLite makes all changes before the first row is returned; this ends the statement.
        _ = try statement.step()
        return attempt
    }

    enum SQL {
        static let isAsClaimed = """
            SELECT 1 FROM outbox_delivery WHERE destination = ? AND event = ? AND state = 0 AND class = ?
            """
        static let open = """
            INSERT INTO outbox_attempt(
                destination, epoch, configuration, opened_at, stage, events, retries, members, paused_ms, sent_as)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        static let close = """
            UPDATE outbox_attempt
            SET closed_at = ?, duration_ms = ?, http_status = ?, code = ?, message = ?, request_id = ?, outcome = ?,
                sent_as = NULL
            WHERE id = ? AND destination = ? AND closed_at IS NULL
            RETURNING configuration, opened_at, paused_ms
            """
        static let insertBody = "INSERT INTO outbox_attempt_body(attempt, request, response) VALUES (?, ?, ?)"
    }
}
