import GRDB
import OutboxCore
import OutboxIdentity

/// Judges whether users of an event withdrew their consent, in the transaction at hand.
///
/// Not a set in memory: a million withdrawals (94 MB of the file) would be as many entries in every worker, read in
/// anew after each change. So they cost a worker no memory, and an event reads its record and searches an index once
/// for each identity that it has, 5 to 8 µs each beside a million. Where nobody withdrew, a claim costs the one look
/// that tells so.
struct WithdrawalLookup {
    /// The statement; its plan is checked by a test.
    static let find = "SELECT withdrawn_at FROM outbox_consent_withdrawal WHERE digest = ?"
    private static let findBody = "SELECT body FROM outbox_event_body WHERE event = ?"

    /// Whether nobody withdrew.
    let isEmpty: Bool
    private let find: PreparedStatement
    private let findBody: PreparedStatement

    /// Prepares for looking.
    init(_ database: Database) throws {
        find = try PreparedStatement(database, Self.find)
        findBody = try PreparedStatement(database, Self.findBody)
        let any = try PreparedStatement(database, "SELECT 1 FROM outbox_consent_withdrawal LIMIT 1")
        defer { any.reset() }
        isEmpty = try !any.step()
    }

    /// When the first of the users withdrew whom the record of an event names; nil where none did.
    func withdrawnAt(_ record: [UInt8]?) throws -> Timestamp? {
        // What cannot be read cannot be sent either.
        guard !isEmpty, let record, let event = try? EventRecord(record) else { return nil }
        return try UserIdentities.digests(of: event).compactMap { try withdrawnAt($0) }.min()
    }

    /// When a user withdrew; nil where they did not.
    func withdrawnAt(_ user: UserDigest) throws -> Timestamp? {
        find.bind(user.bytes, at: 1)
        defer { find.reset() }
        return try find.step() ? Timestamp(milliseconds: find.integer(0)) : nil
    }

    /// When the first user of an event withdrew; nil where none did.
    func withdrawnAt(_ event: EventNumber) throws -> Timestamp? {
        guard !isEmpty else { return nil }
        findBody.bind(event.rawValue, at: 1)
        defer { findBody.reset() }
        guard try findBody.step() else { return nil }
        return try withdrawnAt(findBody.bytes(0))
    }

    /// Those of the events with a user who withdrew, and when the first of each did.
    func withdrawals(among users: [EventNumber: [UserDigest]]) throws -> [EventNumber: Timestamp] {
        guard !isEmpty else { return [:] }
        return try users.compactMapValues { try $0.compactMap { try withdrawnAt($0) }.min() }
    }
}
