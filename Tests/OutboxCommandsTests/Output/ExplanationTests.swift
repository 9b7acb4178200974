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
            Explanation(of: [EventHistory(event: event, deliveries: [delivery])]))
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
