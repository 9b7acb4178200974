package import GRDB

/// Why a commit of somebody else's connection may not survive a loss of power.
package enum ConnectionWeakness: Sendable, Hashable {
    /// The journal's mode, which is not WAL.
    case journalMode(String)
    /// The level of `synchronous`, which is below FULL.
    case synchronous(Int)

    /// What a connection lacks; nothing where every commit is synced.
    ///
    /// Asks the connection, on its queue, inside of a transaction or outside.
    package static func all(of database: Database) throws -> [ConnectionWeakness] {
        let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
        let level = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        var weaknesses: [ConnectionWeakness] = []
        if mode != "wal" { weaknesses.append(.journalMode(mode)) }
        if level < ConnectionSettings.synchronousFull { weaknesses.append(.synchronous(level)) }
        return weaknesses
    }
}
