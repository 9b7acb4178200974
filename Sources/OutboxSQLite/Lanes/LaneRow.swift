import GRDB
import OutboxCore

/// What `outbox_destination` says of a lane, read within the transaction at hand.
struct LaneRow {
    let epoch: Int64
    let owner: String?
    let isGivenBack: Bool
    let revision: Int64
    let pause: Pause?
    /// The time spent in pauses that are over.
    let pausedMilliseconds: Int64
    /// How far the wall clock jumped ahead while the lane was worked.
    let skippedMilliseconds: Int64
    let rate: Double?
    let tokenDigest: String?
    let hurryRequestedAt: Timestamp?

    /// Reads the row; nil for a destination that the store does not know.
    init?(_ destination: DestinationID, in database: Database) throws {
        let statement = try database.cachedStatement(
            sql: """
                SELECT epoch, owner, clean, revision, pause_cause, pause_by, pause_why, pause_at, paused_ms, rate,
                       token_digest, hurry_at, skipped_ms
                FROM outbox_destination WHERE id = ?
                """
        )
        guard let row = try Row.fetchOne(statement, arguments: [destination.rawValue]) else { return nil }
        epoch = row["epoch"]
        owner = row["owner"]
        isGivenBack = row["clean"]
        revision = row["revision"]
        pause = (row["pause_cause"] as Int?).flatMap(Pause.Cause.init).map { cause in
            Pause(
                cause: cause, by: row["pause_by"] ?? "", why: row["pause_why"] ?? "",
                at: Timestamp(milliseconds: row["pause_at"] ?? 0)
            )
        }
        pausedMilliseconds = row["paused_ms"]
        skippedMilliseconds = row["skipped_ms"]
        rate = row["rate"]
        tokenDigest = row["token_digest"]
        hurryRequestedAt = (row["hurry_at"] as Int64?).map(Timestamp.init(milliseconds:))
    }

    /// Reads the row of a lane, and throws when it has another owner by now.
    static func read(_ lane: Lane, in database: Database) throws -> LaneRow {
        guard let row = try LaneRow(lane.destination, in: database), row.epoch == lane.epoch else {
            throw StoreError.laneLost(lane.destination)
        }
        return row
    }

    /// The status as of a time; a pause in force counts up to then.
    func status(at now: Timestamp) -> LaneStatus {
        let running = pause.map { max(0, (now - $0.at).wholeMilliseconds) } ?? 0
        return LaneStatus(
            pause: pause, rate: rate, tokenDigest: tokenDigest, hurryRequestedAt: hurryRequestedAt,
            pausedMilliseconds: pausedMilliseconds + running, skippedMilliseconds: skippedMilliseconds
        )
    }

    /// Puts a pause in place of the one in force, or ends it, and accounts for the time of the one before.
    static func write(_ pause: Pause?, to destination: DestinationID, at now: Timestamp, in database: Database) throws {
        try database.execute(
            sql: """
                UPDATE outbox_destination
                SET paused_ms = paused_ms + CASE WHEN pause_cause IS NULL THEN 0 ELSE max(0, :now - pause_at) END,
                    pause_cause = :cause, pause_by = :by, pause_why = :why, pause_at = :at
                WHERE id = :destination
                """,
            arguments: [
                "now": now.milliseconds, "cause": pause?.cause.rawValue, "by": pause?.by,
                "why": pause?.why.withoutPersonalData,
                "at": pause?.at.milliseconds, "destination": destination.rawValue,
            ]
        )
    }
}
