import OutboxCore
import OutboxSQLite

/// Why events were not taken, or the outbox cannot be used. Nothing of the call was kept.
///
/// Compare ``code``; the text of ``message`` is for people and may change. It may show the value that is wrong, cut and
/// with e-mail addresses and telephone numbers masked; never a field of the user.
///
/// ```swift
/// do {
///     try await outbox.enqueue(event)
/// } catch let error as OutboxError where error.code == .busy {
///     // hand it over again later
/// }
/// ```
public struct OutboxError: Error, Sendable {
    /// What kind of error it is; kinds may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// Its name, bounded in number and length, as metrics want it.
        public let description: String

        private init(_ name: String) { description = name }

        /// An event cannot be taken: ``OutboxError/rejected`` names each problem with its path. Mend the event.
        public static let invalidEvent = Code("invalid_event")
        /// A name that no source can have, or an unknown region of telephones.
        public static let invalidSource = Code("invalid_source")
        /// More than 10,000 events wait for the disk: hand these over again later.
        public static let busy = Code("busy")
        /// Commits of your connection may be lost with the power.
        public static let notDurable = Code("not_durable")
        /// Your database holds no outbox of this version: call ``Outbox/prepare(_:durability:)`` first.
        public static let notPrepared = Code("not_prepared")
        /// No transaction is open that the events could be part of.
        public static let noTransaction = Code("no_transaction")
        /// The tables were made by a newer version, or changed by hand. Nothing was touched.
        public static let unknownSchema = Code("unknown_schema")
        /// No space is left. What was acknowledged is safe, and the outbox goes on when there is space again.
        public static let diskFull = Code("disk_full")
        /// The disk failed. This `Outbox` takes nothing more: open another one when the disk is sound.
        public static let inputOutput = Code("input_output")
        /// Another process held the file's lock for 30 seconds.
        public static let locked = Code("locked")
        /// The file cannot be opened or written.
        public static let notWritable = Code("not_writable")
        /// The file is damaged, or no SQLite database.
        public static let corrupt = Code("corrupt")
        /// The outbox was closed.
        public static let closed = Code("closed")
        /// Anything else that SQLite said.
        public static let database = Code("database")
    }

    /// An event that cannot be taken.
    public struct RejectedEvent: Sendable, Hashable {
        /// Its place in the call, from 0.
        public let index: Int
        /// Everything that is wrong with it.
        public let problems: [EventProblem]
    }

    /// What kind of error it is.
    public let code: Code
    /// What happened and what to do, in a sentence.
    public let message: String
    /// The events that cannot be taken; empty for every other code than `invalidEvent`.
    public let rejected: [RejectedEvent]

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
        rejected = []
    }

    init(rejected: [RejectedEvent], of count: Int) {
        code = .invalidEvent
        self.rejected = rejected
        let first = rejected.first.map { event in
            let problem = event.problems.first?.description ?? ""
            return count == 1 ? problem : "[\(event.index)] \(problem)"
        }
        let problems = rejected.reduce(0) { $0 + $1.problems.count }
        let rest = problems > 1 ? " (and \(Plural.text(problems - 1, "more problem")))" : ""
        message = "\(Plural.text(rejected.count, "event")) cannot be taken: \(first ?? "")\(rest)"
    }
}

extension OutboxError: Equatable {
    /// Errors of one code are equal, whatever their texts.
    public static func == (left: OutboxError, right: OutboxError) -> Bool {
        left.code == right.code
    }
}

extension OutboxError: CustomStringConvertible {
    /// The code and the message.
    public var description: String { "\(code): \(message)" }
}

extension OutboxError {
    /// An error of the store, with the code that callers know it by.
    init(_ error: StoreError) {
        self.init(Self.code(of: error), error.description)
    }

    private static func code(of error: StoreError) -> Code {
        switch error {
        case .busy: .busy
        case .newerSchema, .migrationChanged: .unknownSchema
        case .corrupt: .corrupt
        case .notWritable, .missing: .notWritable
        case .diskFull: .diskFull
        case .inputOutput: .inputOutput
        case .locked: .locked
        case .closed: .closed
        case .laneLost, .laneOwned, .database: .database
        }
    }

    /// Connections whose commits may be lost, with what mends each.
    init(_ weaknesses: [ConnectionWeakness]) {
        let sentences = weaknesses.map { weakness in
            switch weakness {
            case .journalMode(let mode):
                "the journal mode is \(mode), not wal: open a DatabasePool, or set configuration.journalMode = .wal"
            case .synchronous(let level):
                "synchronous is \(Self.name(ofSynchronous: level)), below FULL: run PRAGMA synchronous = FULL on the "
                    + "connection after it was opened, outside of a transaction (GRDB lowers it in WAL mode)"
            }
        }
        let way = "or say durability: .callers, if events may be lost with the power"
        self.init(.notDurable, (sentences + [way]).joined(separator: "; "))
    }

    private static func name(ofSynchronous level: Int) -> String {
        switch level {
        case 0: "OFF"
        case 1: "NORMAL"
        default: "\(level)"
        }
    }
}
