import OutboxCore
import OutboxMapping

extension Router {
    /// What the destination's mode and the running test sessions do with an event that could go.
    func place(
        _ rendered: consuming RenderedEvent, _ delivery: ClaimedDelivery, _ context: RoutingContext,
        _ state: inout State
    ) -> Decision {
        let name = rendered.tiktokEvent
        var line: Int? { rules.lines["mode"] }
        func note(_ holds: Bool, _ outcome: String) {
            guard state.trace != nil else { return }
            state.trace?.note(.mode, rules.path("mode"), line, "mode: \(rules.mode.rawValue)", holds, outcome)
        }
        func dryRun(_ mode: String) -> Decision {
            let detail = "\(mode); would be sent as \(name)"
            note(false, detail)
            return .skip(.dryRun, detail: DecidingStep(detail, line: line).detail)
        }
        if rules.mode == .dryRun { return dryRun("mode: dry_run") }
        let found = context.sessions.isEmpty ? SessionFinding.none : session(for: delivery, context, &state)
        switch found {
        case .member(let session):
            rendered.testEventCode = session.code
            note(true, "test session #\(session.id), under its code")
            return .send(rendered)
        case .outside(let reason) where rules.mode == .test:
            note(false, reason)
            return .skip(.sessionOnly, detail: reason)
        case .outside, .none: break
        }
        guard rules.mode == .test else {
            note(true, "goes")
            return .send(rendered)
        }
        guard let code = rules.testEventCode else { return dryRun("mode: test without test_event_code") }
        rendered.testEventCode = code
        note(true, "under the test code")
        return .send(rendered)
    }

    private enum SessionFinding {
        /// No session runs.
        case none
        /// The event is part of one.
        case member(TestSession)
        /// A session runs, and the event is not part of it; why.
        case outside(String)
    }

    /// Looks for the session that an event is part of, the youngest first: one that ran when the event was received,
    /// also where it has ended since, for the event is the tester's all the same.
    private func session(
        for delivery: ClaimedDelivery, _ context: RoutingContext, _ state: inout State
    ) -> SessionFinding {
        var outside: String?
        for session in context.sessions.sorted(by: { $0.startedAt > $1.startedAt }) {
            guard session.covers(delivery.receivedAt) else {
                if session.isRunning(at: context.now), outside == nil {
                    outside = "test session #\(session.id) runs, and the event was received before it began"
                }
                continue
            }
            guard let condition = sessions.condition(of: session) else {
                if session.isRunning(at: context.now) {
                    outside = "test session #\(session.id) runs, and what it matches cannot be read"
                }
                continue
            }
            switch state.judge(condition, .mode, "session #\(session.id)") {
            case .holds: return .member(session)
            case .fails(let finding):
                guard session.isRunning(at: context.now) else { continue }
                outside = DecidingStep(finding, place: "test session #\(session.id)", line: nil).sessionDetail
            }
        }
        return outside.map { .outside($0) } ?? .none
    }
}

extension Router.State {
    /// Judges a condition, and notes what it saw where somebody wants to know.
    mutating func judge(
        _ condition: MappingCondition, _ kind: RoutingTrace.Step.Kind, _ place: String
    ) -> ConditionResult {
        guard trace != nil else { return condition.evaluate(in: &evaluation) }
        let traced = condition.traced(in: &evaluation)
        let outcome: String
        switch traced.result {
        case .holds: outcome = "holds"
        case .fails(let finding): outcome = DecidingStep(finding, place: place, line: nil).text
        }
        trace?.note(kind, place, condition.line, condition.text, traced.result == .holds, outcome, traced.steps)
        return traced.result
    }
}

extension DecidingStep {
    /// Like the detail, without a line: a session stands in no file.
    fileprivate var sessionDetail: String { place.map { "\(text) (\($0))" } ?? text }
}

extension RoutingTrace {
    mutating func note(
        _ kind: Step.Kind, _ place: String, _ line: Int?, _ text: String, _ holds: Bool, _ outcome: String,
        _ comparisons: [ConditionTrace.Step] = []
    ) {
        steps.append(
            Step(
                kind: kind, place: place, line: line, text: text, holds: holds, outcome: outcome,
                comparisons: comparisons))
    }
}
