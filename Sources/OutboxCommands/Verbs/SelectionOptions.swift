import ArgumentParser
import OutboxCore

/// The conditions that pick deliveries; every one given must hold.
struct SelectionOptions: ParsableArguments {
    @Option(help: "queued, delivered, skipped, cancelled or failed; several separated by commas.")
    var state: String?

    @Option(help: "A reason such as rejected, unmapped, may_count_twice; several separated by commas.")
    var reason: String?

    @Option(help: "A destination's name.")
    var destination: String?

    @Option(help: "The producer's name of the event, such as purchase.")
    var eventName: String?

    @Option(
        help: ArgumentHelp(
            "Received since then: a span such as 24h, or a time such as 2026-11-22T14:00:00Z.", valueName: "when"))
    var since: String?

    /// Whether no condition is given.
    var isEmpty: Bool {
        state == nil && reason == nil && destination == nil && eventName == nil && since == nil
    }

    func validate() throws {
        _ = try selection(now: Timestamp(milliseconds: 0))
    }

    /// The conditions as a selection; `now` is what a span counts back from.
    func selection(now: Timestamp) throws -> DeliverySelection {
        let states = try names(state).map { name in
            guard let state = DeliveryState(name: name) else {
                let known = DeliveryState.allCases.map(\.name).joined(separator: ", ")
                throw ValidationError("--state: no state \"\(name)\"; there is \(known)")
            }
            return state
        }
        let reasons = try names(reason).map { name in
            guard let reason = DeliveryReason(name: name) else {
                let known = DeliveryReason.allCases.map(\.name).joined(separator: ", ")
                throw ValidationError("--reason: no reason \"\(name)\"; there is \(known)")
            }
            return reason
        }
        return DeliverySelection(
            destination: destination, states: states, reasons: reasons, eventName: eventName,
            since: try sinceTime(now: now))
    }

    private func names(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { String($0.filter { $0 != " " }) }
    }

    private func sinceTime(now: Timestamp) throws -> Timestamp? {
        guard let since else { return nil }
        if let span = SpanArgument(argument: since) { return now - span.duration }
        if let time = Timestamp(iso8601: since) { return time }
        throw ValidationError(
            "--since: \"\(since)\" is neither a span such as 24h nor a time such as 2026-11-22T14:00:00Z")
    }
}
