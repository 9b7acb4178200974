import OutboxCore
import Testing

@testable import OutboxCommands

@Suite("What `why` says")
struct ExplanationTests {
    /// A reason with the sentence that `why` must say of it, and the next command.
    struct Row: Sendable, CustomTestStringConvertible {
        let reason: DeliveryReason
        let sentence: String
        let next: String?
        var detail: String?
        var wouldGo = false

        var testDescription: String { reason.name + (wouldGo ? ", would go now" : "") }
    }

    static let rows: [Row] = [
        Row(
            reason: .unmapped, sentence: "no mapping names view_cart, and nothing leaves that is not mapped",
            next: "outbox map --unmapped --destination main"),
        Row(
            reason: .unmapped, sentence: "Today's configuration would send it as ViewContent.",
            next: "outbox replay --destination main --reason unmapped --event-name view_cart", wouldGo: true),
        Row(
            reason: .filter,
            sentence: "a filter did not hold. What decided: user.country: expected one of \"FR\", \"BE\", saw \"DE\" "
                + "(destinations.main.filters[0], line 24).",
            next: nil,
            detail: "user.country: expected one of \"FR\", \"BE\", saw \"DE\" (destinations.main.filters[0], line 24)"),
        Row(
            reason: .consent, sentence: "a required consent was missing or denied. What decided: consent.marketing",
            next: nil, detail: "consent.marketing: expected granted, saw false (destinations.main.consent, line 12)"),
        Row(
            reason: .consent, sentence: "withdrew consent",
            next: "outbox consent list",
            detail: "user: withdrew consent at 2026-11-25T10:00:00.000Z, see `outbox consent list`"),
        Row(
            reason: .tooOld, sentence: "it is older than the destination takes. What decided: event_time", next: nil,
            detail: "event_time: older than 168 hours when it was to be sent"),
        Row(
            reason: .duplicate,
            sentence: "the same TikTok event with the same event_id had been sent there within 48 hours",
            next: "outbox show '#17'", detail: "event_id: sent already with event #3"),
        Row(
            reason: .sessionOnly, sentence: "a test session was running that it is not part of",
            next: "outbox session list", detail: "user.id: expected \"1042\", saw absent (test session #1)"),
        Row(
            reason: .dryRun, sentence: "the destination only shows what it would send",
            next: "outbox golive main",
            detail: "mode: dry_run; would be sent as ViewContent"),
        Row(
            reason: .rejected,
            sentence: "TikTok refused this very event, so sending it again unchanged would fail again",
            next: "outbox map --event view_cart --destination main"),
        Row(
            reason: .invalid,
            sentence: "it cannot become a legal TikTok event. What decided: context.app.app_id: missing",
            next: "outbox map --event view_cart --destination main",
            detail: "context.app.app_id: missing"),
        Row(reason: .invalid, sentence: "cannot become a legal", next: "outbox retry '#17'", wouldGo: true),
        Row(reason: .expired, sentence: "the time for retries is spent", next: "outbox retry '#17'"),
        Row(
            reason: .mayCountTwice, sentence: "sending it could count twice, so it is held until you decide",
            next: "outbox retry '#17' --even-if-counted-twice"),
        Row(
            reason: .consent,
            sentence: "the event's own integrations keep it from TikTok, which no configuration overrules. What "
                + "decided: integrations.All: expected true for TikTok, saw false.",
            next: nil, detail: "integrations.All: expected true for TikTok, saw false"),
    ]

    private func explanation(_ row: Row) throws -> Explanation {
        let time = Timestamp(milliseconds: 1_790_000_000_000)
        let event = StoredEvent(
            number: EventNumber(17), source: "shop", dialect: "native", producerID: nil, eventName: "view_cart",
            eventID: "e1", eventTime: time, receivedAt: time, record: nil)
        var delivery = StoredDelivery(
            destination: "main", state: row.reason.state, reason: row.reason, detail: row.detail,
            deliveryClass: .bulk, dueAt: time, attemptsSpent: 0, tiktokEvent: nil, sentEventID: nil,
            isBeingSent: false, pause: nil, attempts: [])
        delivery.configuration = "1f3a9c20"
        var explanation = try #require(
            Explanation.all(of: [EventHistory(event: event, deliveries: [delivery])]).first)
        explanation.surroundings.revision = "1f3a9c20"
        if row.wouldGo {
            explanation.surroundings.today = .send(
                RenderedEvent(bytes: [], tiktokEvent: "ViewContent", sentEventID: "e1"))
        }
        return explanation
    }

    @Test("Every reason has its sentence and its next step", arguments: rows)
    func reasons(_ row: Row) throws {
        let explanation = try explanation(row)
        #expect(explanation.text.contains(row.sentence), "\(explanation.text)")
        #expect(explanation.next == row.next)
    }

    @Test("Whether a duplicate's twin is remembered is nothing that today's configuration says")
    func duplicate() throws {
        var row = Self.rows[6]
        row.wouldGo = true
        let text = try explanation(row).text
        #expect(row.reason == .duplicate && !text.contains("Today's configuration"), "\(text)")
    }

    @Test("Of what TikTok took before it is said, and a cancelled replay shows the answer that took it")
    func takenBefore() throws {
        let time = Timestamp(milliseconds: 1_790_000_000_000)
        let event = StoredEvent(
            number: EventNumber(17), source: "shop", dialect: "native", producerID: nil, eventName: "view_cart",
            eventID: "e1", eventTime: time, receivedAt: time, record: nil)
        var taken = StoredAttempt(id: AttemptID(1), openedAt: time, position: 0, events: 1)
        (taken.verdict, taken.code, taken.message) = (.delivered, 0, "OK")
        var later = StoredAttempt(id: AttemptID(2), openedAt: time, position: 0, events: 1)
        (later.verdict, later.code) = (.tryLater, 50000)
        func text(_ state: DeliveryState, _ reason: DeliveryReason?, _ detail: String?) -> String {
            let delivery = StoredDelivery(
                destination: "main", state: state, reason: reason, detail: detail, deliveryClass: .bulk, dueAt: time,
                attemptsSpent: 0, tiktokEvent: "ViewContent", sentEventID: nil, isBeingSent: false, pause: nil,
                attempts: [taken, later])
            return Explanation.all(of: [EventHistory(event: event, deliveries: [delivery])])[0].text
        }
        let cancelled = text(.delivered, nil, "a replay was cancelled by ann")
        #expect(cancelled.contains("as ViewContent: code 0 \"OK\""), "\(cancelled)")
        #expect(cancelled.contains("a replay was cancelled by ann"), "\(cancelled)")
        for (state, reason) in [(DeliveryState.failed, DeliveryReason?.some(.expired)), (.queued, nil)] {
            let text = text(state, reason, nil)
            #expect(text.contains("TikTok had taken it before: code 0"), "\(text)")
        }
    }

    @Test(
        "What waits and was sent before says how often and what was answered, and never that it is the first try",
        arguments: [
            (Verdict.rateLimited, Int?.some(40100), "TikTok limits the rate of requests to main"),
            (.rateLimited, nil, "TikTok limits the rate of requests to main"),
            (.tryLater, 50000, "It waits for another try at main, due"),
            (.notTaken, 40002, "It waits for another try at main, due"),
        ])
    func sentBefore(_ verdict: Verdict, _ code: Int?, _ words: String) throws {
        let event = try explanation(Self.rows[0]).event
        var delivery = try #require(try explanation(Self.rows[0]).delivery)
        (delivery.state, delivery.reason, delivery.detail) = (.queued, nil, nil)
        delivery.attempts = (0..<176).map { number in
            let time = Timestamp(milliseconds: 1_790_000_000_000 + Int64(number) * 1000)
            var attempt = StoredAttempt(id: AttemptID(Int64(number)), openedAt: time, position: 0, events: 1)
            (attempt.verdict, attempt.code, attempt.httpStatus) = (verdict, code, code == nil ? 429 : 200)
            return attempt
        }
        let text = Explanation.all(of: [EventHistory(event: event, deliveries: [delivery])])[0].text
        let answer = code.map { "code \($0)" } ?? "HTTP 429"
        let last = LocalTime.text(Timestamp(milliseconds: 1_790_000_175_000))
        #expect(text.contains(words) && text.contains("176 requests carried it so far"), "\(text)")
        #expect(text.contains("The last answer: \(answer) at \(last)"), "\(text)")
        #expect(!text.contains("first try"), "\(text)")
    }

    @Test(
        "Who took a delivery back is said",
        arguments: [
            ("cancelled by source shop: DELETE /v1/events", "by source shop: DELETE /v1/events."),
            ("cancelled by ann", "by ann."), (nil, "before it left for main."),
        ])
    func cancelled(_ detail: String?, _ words: String) throws {
        let event = try explanation(Self.rows[0]).event
        var delivery = try #require(try explanation(Self.rows[0]).delivery)
        (delivery.state, delivery.reason, delivery.detail) = (.cancelled, nil, detail)
        let text = Explanation.all(of: [EventHistory(event: event, deliveries: [delivery])])[0].text
        #expect(text.hasPrefix("It was taken back before it left for main"), "\(text)")
        #expect(text.contains(words) && !text.contains("operator"), "\(text)")
    }

    @Test("What was taken back after a request broke off may have arrived, and nothing says that it did not leave")
    func cancelledTooLate() throws {
        let time = Timestamp(milliseconds: 1_790_000_000_000)
        let event = try explanation(Self.rows[0]).event
        var delivery = try #require(try explanation(Self.rows[0]).delivery)
        (delivery.state, delivery.reason, delivery.detail) = (.cancelled, nil, "cancelled by ann")
        var attempt = StoredAttempt(id: AttemptID(1), openedAt: time, position: 0, events: 1)
        attempt.verdict = .tryLater
        delivery.attempts = [attempt]
        func text() -> String { Explanation.all(of: [EventHistory(event: event, deliveries: [delivery])])[0].text }
        #expect(text() == "It was taken back before it counted at main: cancelled by ann.")
        delivery.firstSentAt = time
        #expect(
            text().hasPrefix(
                "It was taken back and will not go again: cancelled by ann. But it may have arrived at main before"),
            "\(text())")
    }

    @Test("A sentence ends with one full stop, whatever TikTok's or an operator's own words end with")
    func fullStops() throws {
        let time = Timestamp(milliseconds: 1_790_000_000_000)
        var explanation = try explanation(Self.rows[0])
        let event = explanation.event
        var delivery = try #require(explanation.delivery)
        (delivery.state, delivery.reason) = (.queued, nil)
        delivery.pause = Pause(cause: .operator, by: "ada", why: "the shop moves.", at: time)
        explanation = try #require(Explanation.all(of: [EventHistory(event: event, deliveries: [delivery])]).first)
        #expect(explanation.text.hasSuffix("(operator): the shop moves."), "\(explanation.text)")
        var failed = try #require(try self.explanation(Self.rows[10]).delivery)
        failed.detail = "TikTok: only so many are accepted."
        explanation = try #require(Explanation.all(of: [EventHistory(event: event, deliveries: [failed])]).first)
        #expect(explanation.text.contains("are accepted.") && !explanation.text.contains(".."), "\(explanation.text)")
    }

    @Test("No reason of skipped and failed is without a row")
    func complete() {
        let all = Set(DeliveryReason.allCases.filter { [.skipped, .failed].contains($0.state) })
        #expect(Set(Self.rows.map(\.reason)) == all)
    }

    @Test("How many others are alike is said, and of which revision the line is")
    func surroundings() throws {
        var explanation = try explanation(Self.rows[2])
        explanation.surroundings.alike = 1
        #expect(explanation.text.contains("1 other is alike (view_cart, filter)."), "\(explanation.text)")
        explanation.surroundings.alike = 1000
        explanation.surroundings.areMoreAlike = true
        explanation.surroundings.revision = "00000000"
        #expect(explanation.text.contains("More than 1000 others are alike (view_cart, filter)"), "\(explanation.text)")
        #expect(explanation.text.contains("in revision 1f3a9c20 of the configuration"), "\(explanation.text)")
        explanation.surroundings.today = .skip(.consent, detail: "")
        #expect(explanation.text.contains("would skip it too: consent"), "\(explanation.text)")
        explanation = try self.explanation(Self.rows[9])
        explanation.surroundings.today = .skip(.consent, detail: "")
        #expect(explanation.text.contains("would skip it: consent."), "\(explanation.text)")
    }
}
