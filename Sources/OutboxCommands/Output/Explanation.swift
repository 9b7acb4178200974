import OutboxCore

/// One paragraph about one delivery: where it stands, what decided, what TikTok said in our words, what to do.
struct Explanation {
    /// What is known beside what was stored with the delivery.
    struct Surroundings {
        /// How many other deliveries of the same event name ended at the same destination for the same reason.
        var alike = 0
        /// Whether there are more than were counted.
        var areMoreAlike = false
        /// What today's configuration would decide; nil where nobody can say.
        var today: Decision?
        /// The revision of the configuration as it is in the file now.
        var revision: String?
        /// Whether the file does not name the destination any more.
        var isRemoved = false
        /// The process that works the destination, if one is alive.
        var owner: String?
        /// Whether the file has errors, so that nobody can say what it would decide.
        var isFileBroken = false
    }

    let event: StoredEvent
    /// Nil for an event that no destination listens to, and for one that is not routed yet.
    let delivery: StoredDelivery?
    /// What is known beside.
    var surroundings = Surroundings()

    /// One for each delivery of the histories, those first that need a person most: failed, then waiting, then skipped.
    static func all(of histories: [EventHistory]) -> [Explanation] {
        let all = histories.flatMap { history in
            history.deliveries.isEmpty
                ? [Explanation(event: history.event, delivery: nil)]
                : history.deliveries.map { Explanation(event: history.event, delivery: $0) }
        }
        // A stable order among those of one rank.
        let ranked = all.enumerated().map { (rank: rank($0.element.delivery), offset: $0.offset, $0.element) }
        return ranked.sorted { ($0.rank, $0.offset) < ($1.rank, $1.offset) }.map(\.2)
    }

    /// The paragraph.
    var text: String {
        guard let delivery else {
            guard event.isRouted else {
                return "It waits for a worker whose configuration has the source \(event.source): its deliveries are "
                    + "made then."
            }
            return "No destination listens to the source \(event.source), so it goes nowhere."
        }
        let destination = delivery.destination
        switch delivery.state {
        case .queued: return queuedText(delivery) + before(delivery)
        case .delivered:
            switch delivery.reason {
            case .validated:
                return
                    "TikTok took it for \(destination) under a test code: it shows in Test Events "
                    + "and counts for nothing." + note(delivery)
            case .warnings:
                return "TikTok took it for \(destination) and warned: \(taken(delivery))." + note(delivery)
            default:
                return "TikTok took it for \(destination) as \(delivery.tiktokEvent ?? "?"): \(taken(delivery))."
                    + note(delivery)
            }
        case .skipped:
            return "It was deliberately not sent to \(destination): \(meaning(delivery))."
                + detail(delivery) + alike + today + advice(delivery) + before(delivery)
        case .cancelled:
            return cancelledText(delivery)
        case .failed:
            return "It failed for \(destination): \(meaning(delivery))."
                + detail(delivery) + lastAnswer(delivery) + alike + today + advice(delivery) + before(delivery)
        }
    }

    /// The next command, or nil where nothing is to be done.
    var next: String? {
        guard let delivery else { return "outbox check" }
        if surroundings.isFileBroken, [.skipped, .failed].contains(delivery.state) { return "outbox check" }
        // Nothing helps before the configuration names the destination again, which no command does.
        if surroundings.isRemoved { return nil }
        return next(for: delivery)
    }

    private func next(for delivery: StoredDelivery) -> String? {
        switch delivery.state {
        case .queued:
            if delivery.pause != nil { return "outbox resume \(delivery.destination)" }
            // Who works the destination needs no other to send.
            return surroundings.owner != nil ? nil : "outbox drain --destination \(delivery.destination)"
        case .delivered: return nil
        case .skipped: return NextStep(event: event, delivery: delivery, wouldGo: wouldGo).afterSkip
        case .cancelled: return "outbox retry '#\(event.number)'"
        case .failed: return NextStep(event: event, delivery: delivery, wouldGo: wouldGo).afterFailure
        }
    }

    /// Whether today's configuration would send it.
    private var wouldGo: Bool {
        if case .send = surroundings.today { return true }
        return false
    }

    private static func rank(_ delivery: StoredDelivery?) -> Int {
        switch delivery?.state {
        case .failed: 0
        case .queued: 1
        case .skipped: 2
        case nil: 3
        case .cancelled: 4
        case .delivered: 5
        }
    }

    private func cancelledText(_ delivery: StoredDelivery) -> String {
        let by = delivery.detail.map { ": \($0)" } ?? ""
        guard let firstSentAt = delivery.firstSentAt else {
            let when = delivery.attempts.isEmpty ? "it left for" : "it counted at"
            return Self.sentence("It was taken back before \(when) \(delivery.destination)\(by)")
        }
        return Self.sentence("It was taken back and will not go again\(by)")
            + " But it may have arrived at \(delivery.destination) before: what became of the request of "
            + "\(LocalTime.text(firstSentAt)) is not known.\(lastAnswer(delivery))"
    }

    private func queuedText(_ delivery: StoredDelivery) -> String {
        let destination = delivery.destination
        if delivery.isBeingSent {
            guard surroundings.owner != nil else {
                return "It was on its way to \(destination) when its worker ended, so whether it arrived is not known: "
                    + "the next `outbox drain` or `outbox serve` judges whether it may be sent again."
            }
            return "It is on its way to \(destination) at this moment."
        }
        if surroundings.isRemoved {
            return "It waits, but \(destination) is not in the configuration any more, so nobody delivers it: put "
                + "destinations.\(destination) back, or give it up with "
                + "`outbox cancel '#\(event.number)' --destination \(destination)`."
        }
        if let pause = delivery.pause {
            return Self.sentence(
                "It waits because \(destination) was paused by \(pause.by) (\(pause.cause.name)): \(pause.why)")
                + (pause.cause == .credentials ? " Set a valid token before it is resumed." : "")
        }
        if let last = delivery.attempts.last {
            let requests = "\(Plural.text(delivery.attempts.count, "request")) carried it so far\(ownerText)."
            if last.verdict == .rateLimited {
                return "It waits because TikTok limits the rate of requests to \(destination), so that it goes again "
                    + "as soon as the rate allows: \(requests)\(lastAnswer(delivery))"
            }
            return "It waits for another try at \(destination), due \(LocalTime.text(delivery.dueAt)): "
                + "\(requests)\(lastAnswer(delivery))"
        }
        return "It waits for its first try at \(destination), due since \(LocalTime.text(delivery.dueAt))"
            + (surroundings.owner == nil ? ": no worker has taken it yet." : "\(ownerText).")
    }

    private var ownerText: String {
        surroundings.owner.map { "; \($0) works the destination" } ?? ""
    }

    private func meaning(_ delivery: StoredDelivery) -> String {
        switch delivery.reason {
        case .unmapped: "no mapping names \(event.eventName), and nothing leaves that is not mapped"
        case .filter: "a filter did not hold"
        case .consent where delivery.detail?.hasPrefix("integrations") == true:
            "the event's own integrations keep it from TikTok, which no configuration overrules"
        case .consent: "a required consent was missing or denied"
        case .tooOld: "it is older than the destination takes"
        case .duplicate: "the same TikTok event with the same event_id had been sent there within 48 hours"
        case .sessionOnly: "a test session was running that it is not part of"
        case .dryRun: "the destination only shows what it would send"
        case .rejected: "TikTok refused this very event, so sending it again unchanged would fail again"
        case .invalid: "it cannot become a legal TikTok event"
        case .expired: "the time for retries is spent"
        case .mayCountTwice: "sending it could count twice, so it is held until you decide"
        case .warnings, .validated, nil: "no reason is on record"
        }
    }

    /// The deciding step with the value it saw and its line, and of which revision that line is.
    private func detail(_ delivery: StoredDelivery) -> String {
        guard let detail = delivery.detail else { return "" }
        var text = " What decided: \(detail)"
        if let revision = delivery.configuration, detail.contains("line "), revision != surroundings.revision {
            text += ", in revision \(revision) of the configuration, which the file no longer is"
        }
        return Self.sentence(text)
    }

    /// A text with a full stop, where it does not end with one: others' words often do.
    private static func sentence(_ text: String) -> String {
        text.hasSuffix(".") ? text : text + "."
    }

    private var alike: String {
        guard surroundings.alike > 0, let delivery else { return "" }
        let count = surroundings.areMoreAlike ? "More than \(surroundings.alike)" : "\(surroundings.alike)"
        let others = surroundings.alike == 1 ? "other is" : "others are"
        return " \(count) \(others) alike (\(event.eventName), \(delivery.reason?.name ?? "-"))."
    }

    /// What a person has to do before the next command, if anything.
    private func advice(_ delivery: StoredDelivery) -> String {
        NextStep(event: event, delivery: delivery, wouldGo: wouldGo).advice.map { " \($0)" } ?? ""
    }

    private var today: String {
        switch surroundings.today {
        case nil where surroundings.isFileBroken:
            " What today's configuration would do cannot be told, because the file has errors."
        // Whether its twin is still remembered is nothing that a configuration says.
        case .send where delivery?.reason == .duplicate: ""
        case .send where delivery?.state == .failed: ""
        case .send(let rendered): " Today's configuration would send it as \(rendered.tiktokEvent)."
        case .skip(let reason, _) where reason != delivery?.reason:
            " Today's configuration would skip it\(delivery?.state == .skipped ? " too" : ""): \(reason.name)."
        case .skip, .invalid, nil: ""
        }
    }

    private func lastAnswer(_ delivery: StoredDelivery) -> String {
        delivery.attempts.isEmpty ? "" : " The last answer: \(answer(delivery))."
    }

    /// What was noted with a delivery that TikTok took: warnings, or that a replay was cancelled.
    private func note(_ delivery: StoredDelivery) -> String {
        delivery.detail.map { " On record: \($0)." } ?? ""
    }

    /// That TikTok took it before it came to where it is now.
    private func before(_ delivery: StoredDelivery) -> String {
        delivery.lastTaken.map { " TikTok had taken it before: \(answer($0))." } ?? ""
    }

    private func taken(_ delivery: StoredDelivery) -> String {
        delivery.lastTaken.map { answer($0) } ?? answer(delivery)
    }

    private func answer(_ delivery: StoredDelivery) -> String {
        delivery.attempts.last.map { answer($0) } ?? "no attempt is on record"
    }

    private func answer(_ attempt: StoredAttempt) -> String {
        var text = attempt.code.map { "code \($0)" } ?? attempt.httpStatus.map { "HTTP \($0)" } ?? "no answer"
        if let message = attempt.message { text += " \"\(message)\"" }
        text += " at \(LocalTime.text(attempt.openedAt))"
        return text + ", event \(attempt.position + 1) of \(attempt.events)"
    }
}

extension StoredDelivery {
    /// The newest attempt that TikTok took.
    fileprivate var lastTaken: StoredAttempt? {
        attempts.last { [.delivered, .deliveredWithWarnings, .validated].contains($0.verdict) }
    }
}
