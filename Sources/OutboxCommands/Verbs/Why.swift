import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxRouting
import OutboxWorker

/// `outbox why`: a paragraph for each delivery of an event, about where it stands and what to do.
struct Why: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Say what became of an event at each destination, what decided, and what to do next.")

    /// Others that are alike are counted so far.
    private static let countLimit = 1000
    /// Deliveries that are told of, where a name stands for many.
    private static let shownLimit = 20

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: EventArgument

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.openDespiteErrors(global, .reading, console)
        defer { workplace.close() }
        let histories = try await workplace.archive.histories(named: named.id, by: named.by)
        let all = Explanation.all(of: histories)
        guard let worst = all.first else {
            throw CommandFailure(.problemFound, code: "unknown_event", named.unknown)
        }
        var shown: [Explanation] = []
        for var explanation in all.prefix(Self.shownLimit) {
            explanation.surroundings = try await surroundings(of: explanation, workplace)
            shown.append(explanation)
        }
        for (index, explanation) in shown.enumerated() {
            let isSame = index > 0 && explanation.event.number == worst.event.number
            console.line((isSame ? "also" : Self.name(explanation.event)) + ": " + explanation.text)
            if let next = explanation.next { console.line("next: \(next)") }
        }
        if all.count > shown.count {
            let more = Plural.text(all.count - shown.count, "delivery", "deliveries")
            console.line("\(more) more of this name: outbox show \(named.id)")
        }
        console.document(Self.document(shown))
        return .fine
    }

    private static func name(_ event: StoredEvent) -> String {
        "\(event.eventID ?? "#\(event.number)") (\(event.eventName), source \(event.source))"
    }

    private func surroundings(
        of explanation: Explanation, _ workplace: Workplace
    ) async throws -> Explanation.Surroundings {
        var surroundings = Explanation.Surroundings()
        surroundings.isFileBroken = workplace.isFileBroken
        if !workplace.isFileBroken {
            surroundings.revision = workplace.configuration.revision
            surroundings.isRemoved =
                explanation.delivery.map { delivery in
                    workplace.configuration.destination(named: delivery.destination) == nil
                } ?? false
        }
        if let delivery = explanation.delivery, delivery.state == .queued {
            let status = try await workplace.archive.status(
                destinations: [delivery.destination], now: SystemClock.now)
            surroundings.owner = status.destinations.first { $0.name == delivery.destination }?.owner
        }
        guard let delivery = explanation.delivery, let reason = delivery.reason,
            [.skipped, .failed].contains(delivery.state)
        else { return surroundings }
        let selection = DeliverySelection(
            destination: delivery.destination, reasons: [reason], eventName: explanation.event.eventName)
        let others = try await workplace.archive.list(selection, limit: Self.countLimit + 2)
            .count { $0.number != explanation.event.number }
        surroundings.alike = min(others, Self.countLimit)
        surroundings.areMoreAlike = others > Self.countLimit
        let isWithdrawn = NextStep(event: explanation.event, delivery: delivery, wouldGo: false).isWithdrawn
        if !isWithdrawn, !workplace.isFileBroken,
            let settings = workplace.configuration.destination(named: delivery.destination)
        {
            surroundings.today = Self.decision(on: explanation.event, at: settings)
        }
        return surroundings
    }

    /// What today's configuration would decide, test sessions, withdrawals and twins left out.
    private static func decision(on event: StoredEvent, at settings: DestinationSettings) -> Decision? {
        guard let record = event.record else { return nil }
        let now = SystemClock.now
        let delivery = ClaimedDelivery(
            key: DeliveryKey(event: event.number, source: SourceID(0), deliveryClass: .bulk),
            eventName: event.eventName, eventID: event.eventID, eventTime: event.eventTime,
            receivedAt: event.receivedAt, dueAt: event.receivedAt, record: record)
        let decision = Router(rules: settings.rules).decide(delivery, context: RoutingContext(now: now))
        let rules = DeliveryRules(
            settings: settings.delivery, eventSource: settings.rules.eventSource, pairing: settings.rules.pairing)
        guard case .ends(let outcome) = Admission(delivery, decided: decision, rules: rules, at: now) else {
            return decision
        }
        let detail = outcome.detail ?? ""
        if case .skipped(let reason) = outcome.next { return .skip(reason, detail: detail) }
        return .invalid(detail: detail)
    }

    /// The delivery that needs a person most, and the others in its `others`.
    private static func document(_ explanations: [Explanation]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        if let worst = explanations.first { write(worst, to: &writer) }
        writer.key("others")
        writer.beginArray()
        for explanation in explanations.dropFirst() {
            writer.beginObject()
            write(explanation, to: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ explanation: Explanation, to writer: inout JSONWriter) {
        writer.member("number", Int(explanation.event.number.rawValue))
        writer.member("state", explanation.delivery?.state.name ?? "unrouted")
        writer.member("reason", explanation.delivery?.reason?.name)
        writer.member("destination", explanation.delivery?.destination)
        writer.member("detail", explanation.delivery?.detail)
        writer.member("alike", explanation.surroundings.alike)
        writer.member("explanation", explanation.text)
        writer.member("next", explanation.next)
    }
}
