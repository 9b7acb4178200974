import GRDB
import OutboxCore

/// Writes what became of deliveries, with the counters, within a transaction.
struct OutcomeWriter {
    /// The attempt that the outcomes come from.
    struct Attempt {
        /// Its number.
        var id: AttemptID
        /// The configuration that rendered it.
        var configuration: ConfigurationID?
        /// When it was opened.
        var openedAt: Timestamp
        /// The destination's time in pauses at that moment.
        var pausedMilliseconds: Int64
    }

    private let destination: DestinationID
    private let update: PreparedStatement
    private let record: PreparedStatement
    private let database: Database
    private var counters = CounterDeltas()
    private var unmapped = UnmappedDeltas()
    private var eventSources: EventSourceNumbers

    private init(_ database: Database, destination: DestinationID) throws {
        self.destination = destination
        self.database = database
        eventSources = EventSourceNumbers(database)
        update = try PreparedStatement(database, SQL.update)
        record = try PreparedStatement(database, SQL.record)
    }

    /// Writes outcomes; the index of each is its position in the attempt, where there is one.
    ///
    /// A delivery that does not wait in the class it was claimed in, because somebody changed it since, stays as it is.
    static func write(
        _ outcomes: [DeliveryOutcome], of destination: DestinationID, from attempt: Attempt? = nil, at now: Timestamp,
        to database: Database
    ) throws {
        var writer = try OutcomeWriter(database, destination: destination)
        writer.bind(attempt)
        for (position, outcome) in outcomes.enumerated() {
            try writer.write(outcome, from: attempt, at: now)
            if attempt != nil, let verdict = outcome.verdict { try writer.record(outcome, verdict, at: position) }
        }
        try writer.counters.write(to: database)
        try writer.unmapped.write(to: database)
    }

    /// Binds what is the same for all.
    private func bind(_ attempt: Attempt?) {
        update.bind(destination.rawValue, at: 1)
        update.bind(attempt?.id.rawValue, at: 4)
        update.bind(attempt?.openedAt.milliseconds, at: 6)
        update.bind(attempt?.pausedMilliseconds ?? 0, at: 7)
        record.bind(destination.rawValue, at: 1)
        record.bind(attempt?.id.rawValue, at: 3)
    }

    private mutating func write(_ outcome: DeliveryOutcome, from attempt: Attempt?, at now: Timestamp) throws {
        let key = outcome.key
        let (state, deliveryClass, dueAt, reason) = Self.place(outcome.next, from: key, at: now)
        update.bind(key.event.rawValue, at: 2)
        update.bind(key.deliveryClass.rawValue, at: 3)
        update.bind((outcome.configuration ?? attempt?.configuration)?.rawValue, at: 5)
        update.bind(state.rawValue, at: 8)
        update.bind(deliveryClass.rawValue, at: 9)
        update.bind(dueAt.milliseconds, at: 10)
        update.bind(outcome.spendsAttempt ? 1 : 0, at: 11)
        update.bind(reason?.rawValue, at: 12)
        update.bind(outcome.detail, at: 13)
        update.bind(outcome.tiktokEvent, at: 14)
        update.bind(outcome.sentEventID, at: 15)
        let mayHaveArrived = attempt != nil && outcome.mayHaveArrived
        update.bind(mayHaveArrived ? 1 : 0, at: 16)
        update.bind(
            mayHaveArrived ? try outcome.eventSourceID.map { try eventSources.number(of: $0) } : nil, at: 17
        )
        guard try update.run() == 1 else { return }
        counters.addQueued(-1, source: key.source, destination: destination, key.deliveryClass)
        if state == .queued {
            counters.addQueued(1, source: key.source, destination: destination, deliveryClass)
        } else {
            counters.addEnded(1, source: key.source, destination: destination, state, reason: reason)
        }
        if reason == .unmapped {
            try unmapped.add(1, key.event, source: key.source, destination: destination, in: database)
        }
    }

    private func record(_ outcome: DeliveryOutcome, _ verdict: Verdict, at position: Int) throws {
        record.bind(outcome.key.event.rawValue, at: 2)
        record.bind(position, at: 4)
        record.bind(verdict.rawValue, at: 5)
        record.bind(outcome.detail, at: 6)
        try record.run()
    }

    /// Where a delivery goes; one that ends keeps its class, and the time of its end as the time it was due.
    private static func place(
        _ next: DeliveryOutcome.Next, from key: DeliveryKey, at now: Timestamp
    ) -> (DeliveryState, DeliveryClass, dueAt: Timestamp, DeliveryReason?) {
        switch next {
        case .delivered(let reason): (.delivered, key.deliveryClass, now, reason)
        case .skipped(let reason): (.skipped, key.deliveryClass, now, reason)
        case .failed(let reason): (.failed, key.deliveryClass, now, reason)
        case .queued(let deliveryClass, let dueAt): (.queued, deliveryClass, dueAt, nil)
        }
    }

    enum SQL {
        /// Whether the id that a delivery is sent with is not its event's alone; see `outbox_delivery.twin`.
        static func isTwin(sentEventID: String, event: String) -> String {
            "coalesce((SELECT twins = 1 OR event_id IS NOT \(sentEventID) FROM outbox_event WHERE id = \(event)), 0)"
        }

        // What may have arrived keeps the names it may have arrived under.
        static let update = """
            UPDATE outbox_delivery
            SET state = ?8, class = ?9, due_at = ?10, attempts = attempts + ?11, reason = ?12, detail = ?13,
                tiktok_event = CASE WHEN first_sent_at IS NULL OR tiktok_event IS NULL
                    THEN coalesce(?14, tiktok_event) ELSE tiktok_event END,
                sent_event_id = CASE WHEN first_sent_at IS NULL OR tiktok_event IS NULL
                    THEN coalesce(?15, sent_event_id) ELSE sent_event_id END,
                twin = CASE WHEN ?16 AND (first_sent_at IS NULL OR tiktok_event IS NULL)
                    THEN \(isTwin(sentEventID: "coalesce(?15, sent_event_id)", event: "?2")) ELSE twin END,
                sent_to = CASE WHEN ?16 AND first_sent_at IS NULL THEN ?17 ELSE sent_to END,
                attempt = coalesce(?4, attempt), configuration = coalesce(?5, configuration),
                first_sent_at = CASE WHEN ?16 THEN coalesce(first_sent_at, ?6) ELSE first_sent_at END,
                paused_ms = CASE WHEN first_opened_at IS NULL THEN ?7 ELSE paused_ms END,
                first_opened_at = coalesce(first_opened_at, ?6)
            WHERE destination = ?1 AND event = ?2 AND state = 0 AND class = ?3
            """
        static let record = """
            INSERT INTO outbox_delivery_attempt(destination, event, attempt, position, verdict, detail)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """
    }
}
