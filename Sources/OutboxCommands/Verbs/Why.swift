import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIdentity
import OutboxRouting

/// `outbox why`: one paragraph about where an event stands and what to do.
struct Why: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Say in one paragraph what became of an event, what decided, and what to do next.")

    /// Others that are alike are counted so far.
    private static let countLimit = 1000

    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: EventArgument

    func perform(_ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(global, .reading)
        defer { workplace.close() }
        let histories = try await workplace.histories(ofArgument: named.id)
        guard var explanation = Explanation(of: histories) else {
            throw CommandFailure(.problemFound, code: "unknown_event", named.unknown)
        }
        explanation.surroundings = try await surroundings(of: explanation, workplace)
        let event = explanation.event
        let heading = "\(event.eventID ?? "#\(event.number)") (\(event.eventName), source \(event.source))"
        console.line("\(heading): \(explanation.text)")
        if let next = explanation.next { console.line("next: \(next)") }
        console.document(Self.document(explanation))
        return .fine
    }

    private func surroundings(
        of explanation: Explanation, _ workplace: Workplace
    ) async throws -> Explanation.Surroundings {
        var surroundings = Explanation.Surroundings()
        surroundings.revision = String(SHA256Digest(of: workplace.configuration.text).hexadecimal.prefix(8))
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
        if !isWithdrawn, let settings = workplace.configuration.destination(named: delivery.destination) {
            surroundings.today = Self.decision(on: explanation.event, at: settings)
        }
        return surroundings
    }

    /// What today's configuration would decide, test sessions and withdrawals left out.
    private static func decision(on event: StoredEvent, at settings: DestinationSettings) -> Decision? {
        guard let record = event.record else { return nil }
        let delivery = ClaimedDelivery(
            key: DeliveryKey(event: event.number, source: SourceID(0), deliveryClass: .bulk),
            eventName: event.eventName, eventID: event.eventID, eventTime: event.eventTime,
            receivedAt: event.receivedAt, dueAt: event.receivedAt, record: record)
        return Router(rules: settings.rules).decide(delivery, context: RoutingContext(now: SystemClock.now))
    }

    private static func document(_ explanation: Explanation) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("state", explanation.delivery?.state.name ?? "unrouted")
        writer.member("reason", explanation.delivery?.reason?.name)
        writer.member("destination", explanation.delivery?.destination)
        writer.member("detail", explanation.delivery?.detail)
        writer.member("alike", explanation.surroundings.alike)
        writer.member("explanation", explanation.text)
        writer.member("next", explanation.next)
        writer.endObject()
        return writer.bytes
    }
}
