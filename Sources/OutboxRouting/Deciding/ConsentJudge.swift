import OutboxCore
import OutboxMapping

/// Judges, right before sending, whether the user of an event agreed.
struct ConsentJudge: Sendable {
    /// What comes of it.
    enum Outcome {
        /// It may go; whether with `limited_data_use`.
        case goes(limitsDataUse: Bool)
        /// It may not.
        case stops(DecidingStep)
    }

    private enum Finding {
        case granted
        case missing(String)
        case denied(String)
    }

    private let rules: ConsentRules?
    private let place: String
    private let mayLimit: Bool

    init(rules: DestinationRules) {
        self.rules = rules.consent
        place = rules.path("consent")
        mayLimit = TikTokFields.field(at: "limited_data_use", for: rules.eventSource) != nil
    }

    func judge(_ event: JSONValue, _ state: inout Router.State) -> Outcome {
        if let denial = IntegrationsJudge.denial(in: event) {
            state.trace?.note(.consent, "integrations", nil, "true for TikTok", false, denial)
            return .stops(DecidingStep(denial))
        }
        guard let rules else { return .goes(limitsDataUse: false) }
        switch finding(rules, event["consent"]) {
        case .granted: return granted(rules, &state)
        case .missing(let text):
            switch rules.whenMissing {
            case .skip: return stop(text, &state)
            case .send: return granted(rules, &state, text)
            case .ldu: return limited(text, &state)
            }
        case .denied(let text):
            switch rules.whenDenied {
            case .skip: return stop(text, &state)
            case .ldu: return limited(text, &state)
            }
        }
    }

    private func finding(_ rules: ConsentRules, _ consent: JSONValue?) -> Finding {
        var missing: String?
        for category in rules.require {
            switch ConsentFinding(category: category, in: consent) {
            case .granted: continue
            case .missing: missing = missing ?? "consent.\(category): expected granted, saw nothing"
            case .denied(let seen): return .denied("consent.\(category): expected granted, saw \(seen)")
            }
        }
        return missing.map { .missing($0) } ?? .granted
    }

    private func granted(_ rules: ConsentRules, _ state: inout Router.State, _ said: String? = nil) -> Outcome {
        note(true, said ?? "granted", &state)
        guard let condition = rules.limitedDataUse else { return .goes(limitsDataUse: false) }
        switch state.judge(condition, .consent, place + ".ldu.when") {
        case .holds: return .goes(limitsDataUse: true)
        // What cannot be judged must not count as free use.
        case .fails(let finding): return .goes(limitsDataUse: !finding.isEvaluable)
        }
    }

    private func limited(_ text: String, _ state: inout Router.State) -> Outcome {
        guard mayLimit else { return stop(text + "; there is no limited_data_use here", &state) }
        note(true, text + ": goes with limited_data_use", &state)
        return .goes(limitsDataUse: true)
    }

    private func stop(_ text: String, _ state: inout Router.State) -> Outcome {
        note(false, text, &state)
        return .stops(DecidingStep(text, place: place, line: rules?.line))
    }

    private func note(_ holds: Bool, _ outcome: String, _ state: inout Router.State) {
        let asked = rules.map { "require: [\($0.require.joined(separator: ", "))]" } ?? ""
        state.trace?.note(.consent, place, rules?.line, asked, holds, outcome)
    }
}
