import GRDB
import OutboxCore

/// Closes the attempts that an earlier owner left open, as unknown outcomes, within the transaction of a take-over.
struct UnknownOutcomes {
    /// How long a delivery may be sent again after a first attempt that may have arrived: TikTok deduplicates for 48
    /// hours (TikTok: Event deduplication), less a margin.
    static let resendWindow: Duration = .seconds(47 * 3600)
    /// So many owners may be gone while a delivery was the only one that they were about to decide.
    static let lossLimit = 3
    /// The same for a delivery that was sent before. Its deciding went well then, so that the owners were more likely
    /// killed for another reason; the limit is there for a mapping that came later.
    static let lossLimitOnceSent = 10

    private struct OpenAttempt {
        var id: AttemptID
        var configuration: ConfigurationID?
        var openedAt: Timestamp
        var isSending: Bool
        var pausedMilliseconds: Int64
        var members: [EventNumber]
        /// What they left as; nil where that was not said.
        var sendings: SendingList?
    }

    private struct Member {
        var source: SourceID
        var eventID: String?
        var deliveryClass: DeliveryClass
        var dueAt: Timestamp
        var losses: Int
        var firstSentAt: Timestamp?
    }

    /// What becomes of a member.
    private struct Step {
        var state: DeliveryState = .queued
        var deliveryClass: DeliveryClass
        var dueAt: Timestamp
        var reason: DeliveryReason?
        var detail: String?
        var losses: Int
    }

    private let request: TakeOverRequest
    private let followsCrash: Bool
    private let database: Database
    private let find: PreparedStatement
    private let update: PreparedStatement
    private let record: PreparedStatement
    private var counters = CounterDeltas()
    private var eventSources: EventSourceNumbers
    private var failed = 0

    private init(_ request: TakeOverRequest, followsCrash: Bool, in database: Database) throws {
        self.request = request
        self.followsCrash = followsCrash
        self.database = database
        eventSources = EventSourceNumbers(database)
        find = try PreparedStatement(database, SQL.findMember)
        update = try PreparedStatement(database, SQL.updateMember)
        record = try PreparedStatement(database, SQL.recordMember)
    }

    /// Closes all open attempts of the destination, and gives how many there were, and how many deliveries failed.
    ///
    /// - Parameter followsCrash: whether the owner before was killed; only then its deliveries count a loss.
    static func close(
        _ request: TakeOverRequest, followsCrash: Bool, in database: Database
    ) throws -> (attempts: Int, failed: Int) {
        var outcomes = try UnknownOutcomes(request, followsCrash: followsCrash, in: database)
        let attempts = try outcomes.openAttempts()
        for attempt in attempts { try outcomes.close(attempt) }
        try outcomes.counters.write(to: database)
        return (attempts.count, outcomes.failed)
    }

    private func openAttempts() throws -> [OpenAttempt] {
        let statement = try PreparedStatement(database, SQL.findOpenAttempts)
        statement.bind(request.destination.rawValue, at: 1)
        defer { statement.reset() }
        var attempts: [OpenAttempt] = []
        while try statement.step() {
            attempts.append(
                OpenAttempt(
                    id: AttemptID(statement.integer(0)),
                    configuration: statement.optionalInteger(1).map { ConfigurationID($0) },
                    openedAt: Timestamp(milliseconds: statement.integer(2)), isSending: statement.integer(3) == 1,
                    pausedMilliseconds: statement.integer(4),
                    members: MemberList.decode(statement.bytes(5) ?? []) ?? [],
                    sendings: statement.text(6).flatMap { SendingList($0) }
                )
            )
        }
        return attempts
    }

    private mutating func close(_ attempt: OpenAttempt) throws {
        let isAlone = !attempt.isSending && attempt.members.count == 1
        for (position, event) in attempt.members.enumerated() {
            guard let member = try member(event) else { continue }
            let sending =
                attempt.isSending ? attempt.sendings?.sending(at: position, ownEventID: member.eventID) : nil
            let step =
                attempt.isSending
                ? afterSending(member, as: sending, since: attempt.openedAt)
                : afterDeciding(member, isAlone: isAlone)
            try write(step, of: event, as: sending, from: attempt)
            counters.addQueued(-1, source: member.source, destination: request.destination, member.deliveryClass)
            if step.state == .queued {
                counters.addQueued(1, source: member.source, destination: request.destination, step.deliveryClass)
            } else {
                failed += 1
                counters.addEnded(
                    1, source: member.source, destination: request.destination, step.state, reason: step.reason
                )
            }
            if attempt.isSending { try record(event, at: position, in: attempt) }
        }
        try database.execute(
            sql: "UPDATE outbox_attempt SET closed_at = ?, outcome = ?, sent_as = NULL WHERE id = ?",
            arguments: [request.now.milliseconds, AttemptOutcome.unknown.rawValue, attempt.id.rawValue]
        )
    }

    // MARK: Decisions

    /// The losses of a member by now.
    ///
    /// In company they only grow until it travels alone: which of them it was nobody knows. From there on each one
    /// counts that it had alone, while it was about to be decided.
    private func losses(of member: Member, isAlone: Bool) -> Int {
        guard followsCrash else { return member.losses }
        let suspect = ClaimedDelivery.suspectLosses
        return isAlone ? max(member.losses, suspect) + 1 : max(member.losses, min(member.losses + 1, suspect))
    }

    /// Nothing had left: the delivery waits as it did, unless it brought down too many owners while it was decided.
    private func afterDeciding(_ member: Member, isAlone: Bool) -> Step {
        var step = Step(
            deliveryClass: member.deliveryClass, dueAt: member.dueAt, losses: losses(of: member, isAlone: isAlone)
        )
        let limit = member.firstSentAt == nil ? Self.lossLimit : Self.lossLimitOnceSent
        if followsCrash, isAlone, step.losses >= ClaimedDelivery.suspectLosses + limit {
            step.state = .failed
            step.reason = .invalid
            step.detail = "crashed the worker"
        }
        return step
    }

    /// It may have arrived: it goes again under the same id where TikTok counts it once, else it is held (promise 3).
    private func afterSending(_ member: Member, as sending: Sending?, since openedAt: Timestamp) -> Step {
        var step = Step(
            deliveryClass: .retry, dueAt: request.now, losses: losses(of: member, isAlone: false)
        )
        // Under a test code nothing counts: what may have arrived then holds nothing back.
        if sending?.isTest == true { return step }
        let firstSentAt = member.firstSentAt ?? openedAt
        let hasID = if let sending { sending.sentEventID != nil } else { member.eventID != nil }
        let problem: String? =
            if !request.mayResend {
                "unknown outcome of an event that TikTok does not deduplicate"
            } else if !hasID {
                "unknown outcome of an event without event_id"
            } else if request.now - firstSentAt > Self.resendWindow {
                "unknown outcome, and more than 47 hours since it was first sent"
            } else {
                nil
            }
        guard let problem else { return step }
        step.state = .failed
        step.deliveryClass = member.deliveryClass
        step.reason = .mayCountTwice
        step.detail = problem
        return step
    }

    // MARK: Rows

    /// The delivery as it is; nil where it does not wait any more.
    private func member(_ event: EventNumber) throws -> Member? {
        find.bind(request.destination.rawValue, at: 1)
        find.bind(event.rawValue, at: 2)
        defer { find.reset() }
        guard try find.step() else { return nil }
        return Member(
            source: SourceID(find.integer(0)), eventID: find.text(1),
            deliveryClass: DeliveryClass(rawValue: Int(find.integer(2))) ?? .retry,
            dueAt: Timestamp(milliseconds: find.integer(3)), losses: Int(find.integer(4)),
            firstSentAt: find.optionalInteger(5).map(Timestamp.init(milliseconds:))
        )
    }

    private mutating func write(
        _ step: Step, of event: EventNumber, as sending: Sending?, from attempt: OpenAttempt
    ) throws {
        update.bind(step.state.rawValue, at: 1)
        update.bind(step.deliveryClass.rawValue, at: 2)
        update.bind(step.dueAt.milliseconds, at: 3)
        update.bind(step.losses, at: 4)
        update.bind(step.reason?.rawValue, at: 5)
        update.bind(step.detail, at: 6)
        update.bind(attempt.isSending ? attempt.openedAt.milliseconds : nil, at: 7)
        update.bind(attempt.pausedMilliseconds, at: 8)
        update.bind(attempt.isSending ? attempt.id.rawValue : nil, at: 9)
        update.bind(attempt.isSending ? attempt.configuration?.rawValue : nil, at: 10)
        update.bind(request.destination.rawValue, at: 11)
        update.bind(event.rawValue, at: 12)
        let isCounted = attempt.isSending && sending?.isTest != true
        update.bind(sending?.tiktokEvent, at: 13)
        update.bind(sending?.sentEventID, at: 14)
        update.bind(try sending?.eventSourceID.map { try eventSources.number(of: $0) }, at: 15)
        update.bind(isCounted ? attempt.openedAt.milliseconds : nil, at: 16)
        try update.run()
    }

    private func record(_ event: EventNumber, at position: Int, in attempt: OpenAttempt) throws {
        record.bind(request.destination.rawValue, at: 1)
        record.bind(event.rawValue, at: 2)
        record.bind(attempt.id.rawValue, at: 3)
        record.bind(position, at: 4)
        record.bind(Verdict.unknown.rawValue, at: 5)
        try record.run()
    }

    enum SQL {
        static let findOpenAttempts = """
            SELECT id, configuration, opened_at, stage, paused_ms, members, sent_as
            FROM outbox_attempt INDEXED BY outbox_attempt_open
            WHERE destination = ? AND closed_at IS NULL ORDER BY id
            """
        static let findMember = """
            SELECT e.source, e.event_id, d.class, d.due_at, d.losses, d.first_sent_at
            FROM outbox_delivery d CROSS JOIN outbox_event e ON e.id = d.event
            WHERE d.destination = ? AND d.event = ? AND d.state = 0
            """
        // What may have arrived before keeps the names it may have arrived under.
        static let updateMember = """
            UPDATE outbox_delivery
            SET state = ?1, class = ?2, due_at = ?3, losses = ?4, reason = ?5, detail = ?6,
                tiktok_event = CASE WHEN ?13 IS NOT NULL AND (first_sent_at IS NULL OR tiktok_event IS NULL)
                    THEN ?13 ELSE tiktok_event END,
                sent_event_id = CASE WHEN ?13 IS NOT NULL AND (first_sent_at IS NULL OR tiktok_event IS NULL)
                    THEN ?14 ELSE sent_event_id END,
                twin = CASE WHEN ?13 IS NOT NULL AND (first_sent_at IS NULL OR tiktok_event IS NULL)
                    THEN \(OutcomeWriter.SQL.isTwin(sentEventID: "?14", event: "?12")) ELSE twin END,
                sent_to = CASE WHEN ?13 IS NOT NULL AND first_sent_at IS NULL THEN ?15 ELSE sent_to END,
                first_sent_at = coalesce(first_sent_at, ?16),
                paused_ms = CASE WHEN first_opened_at IS NULL AND ?7 IS NOT NULL THEN ?8 ELSE paused_ms END,
                first_opened_at = coalesce(first_opened_at, ?7),
                attempt = coalesce(?9, attempt), configuration = coalesce(?10, configuration)
            WHERE destination = ?11 AND event = ?12
            """
        static let recordMember = """
            INSERT INTO outbox_delivery_attempt(destination, event, attempt, position, verdict) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """
    }
}
