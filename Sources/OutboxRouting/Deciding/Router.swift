package import OutboxCore
import OutboxIdentity
import OutboxMapping

/// Decides whether an event goes to one destination and as what, and renders the bytes of the TikTok event.
///
/// Pure: the same event, rules and context give the same decision.
package struct Router: Sendable {
    let rules: DestinationRules
    let finisher: ValueFinisher
    let consent: ConsentJudge
    let sessions: SessionConditions
    private let filters: ConditionIndex
    /// By incoming name.
    private let routes: [String: [EventRoute]]

    /// What one decision gathers on its way.
    struct State {
        var evaluation: Evaluation
        var warnings: [EventProblem] = []
        var trace: RoutingTrace?

        /// All warnings, in the order they were noticed.
        func allWarnings(before others: [EventProblem]) -> [EventProblem] {
            warnings.isEmpty && evaluation.warnings.isEmpty ? others : warnings + evaluation.warnings + others
        }
    }

    /// Makes the router of a destination.
    package init(rules: DestinationRules) {
        self.rules = rules
        finisher = ValueFinisher(rules: rules)
        consent = ConsentJudge(rules: rules)
        // The filters' paths are part of each plan's, so that one walk over an event finds both.
        var paths: [[String]] = []
        filters = ConditionIndex(rules.filters, paths: &paths)
        sessions = SessionConditions(grammar: .native(identity: rules.identity))
        let effective = EffectiveMapping(rules: rules)
        func plan(_ table: MappingTable) -> RenderPlan {
            RenderPlan(table, eventSource: rules.eventSource, paths: paths)
        }
        let common = plan(effective.table(for: nil))
        routes = effective.events.mapValues { alternatives in
            alternatives.map { rule in
                let plan = rule.map.entries.isEmpty ? common : plan(effective.table(for: rule))
                return EventRoute(rule, plan: plan, rules: rules)
            }
        }
    }

    /// Decides on one claimed event as of the configuration in force.
    package func decide(_ delivery: ClaimedDelivery, context: RoutingContext) -> Decision {
        var trace: RoutingTrace?
        return decide(delivery, context, &trace)
    }

    /// Decides just the same, and says how the decision came about.
    package func trace(_ delivery: ClaimedDelivery, context: RoutingContext) -> RoutingTrace {
        var trace: RoutingTrace? = RoutingTrace()
        let decision = decide(delivery, context, &trace)
        var explained = trace ?? RoutingTrace()
        explained.decision = decision
        return explained
    }

    private func decide(
        _ delivery: ClaimedDelivery, _ context: RoutingContext, _ trace: inout RoutingTrace?
    ) -> Decision {
        guard let bytes = delivery.record else {
            return .invalid(detail: "the event's body is no longer kept (`keep: bodies`), so it cannot be rendered")
        }
        guard let record = try? EventRecord(bytes) else {
            return .invalid(detail: "the stored event cannot be read: see `outbox show #\(delivery.key.event)`")
        }
        var state = State(
            evaluation: Evaluation(MappingInput(event: record.event, headers: record.headers)), trace: trace)
        let decision = decide(record, delivery, context, &state)
        trace = state.trace
        return decision
    }

    private func decide(
        _ record: EventRecord, _ delivery: ClaimedDelivery, _ context: RoutingContext, _ state: inout State
    ) -> Decision {
        if let decision = judgeEventSource(record.event, &state) { return decision }
        let route: EventRoute
        switch self.route(for: delivery.eventName, &state) {
        case .taken(let taken): route = taken
        case .stopped(let decision): return decision
        }
        let found = route.plan.index.find(in: record.event)
        if let decision = judgeFilters(found, &state) { return decision }
        let limitsDataUse: Bool
        switch consent.judge(record.event, &state) {
        case .goes(let isLimited): limitsDataUse = isLimited
        case .stops(let step): return .skip(.consent, detail: step.detail)
        }
        let name = route.name ?? EventRoute.Name(delivery.eventName, eventSource: rules.eventSource)
        if route.name == nil, finisher.scrubbed(name.text) != nil {
            return .invalid(
                detail: DecidingStep("event_name: a name must not hold personal data", line: route.rule.line).detail)
        }
        if let refusal = name.refusal {
            return .invalid(detail: DecidingStep("event_name: \(refusal)", line: route.rule.line).detail)
        }
        if !name.warnings.isEmpty { state.warnings += name.warnings }
        return render(record, found, delivery, name.text, route, context, limitsDataUse: limitsDataUse, &state)
    }

    // MARK: - Steps

    private enum Routing {
        case taken(EventRoute)
        case stopped(Decision)
    }

    private func judgeEventSource(_ event: JSONValue, _ state: inout State) -> Decision? {
        let said = event["event_source"]?.string
        let fits = said == nil || said == rules.eventSource.rawValue
        if fits, state.trace == nil { return nil }
        let line = rules.lines["event_source"]
        let outcome = said.map { "the event says \($0)" } ?? "the event names none"
        state.trace?.note(
            .eventSource, rules.path("event_source"), line, "event_source: \(rules.eventSource.rawValue)", fits, outcome
        )
        guard !fits else { return nil }
        let step = DecidingStep(
            "event_source: expected \(rules.eventSource.rawValue), \(outcome)", place: rules.path("event_source"),
            line: line)
        return .skip(.filter, detail: step.detail)
    }

    /// Looks the incoming name up exactly, then in lower case with a warning, then among all others; takes the first
    /// alternative whose `when` holds.
    private func route(for name: String, _ state: inout State) -> Routing {
        var alternatives = routes[name]
        var found = name
        if alternatives == nil {
            let lowercased = name.lowercased()
            if lowercased != name, let others = routes[lowercased] {
                (alternatives, found) = (others, lowercased)
                state.warnings.append(
                    EventProblem(path: "event_name", problem: "\(name) was read as \(lowercased)"))
            } else {
                (alternatives, found) = (routes[EventRule.catchAll], EventRule.catchAll)
            }
        }
        guard let alternatives else {
            let step = DecidingStep(
                "event_name: \(name) is not in destinations.\(rules.name).events", line: rules.lines["events"])
            state.trace?.note(.event, rules.path("events"), rules.lines["events"], name, false, step.text)
            return .stopped(.skip(.unmapped, detail: step.detail))
        }
        var failed: DecidingStep?
        for (index, route) in alternatives.enumerated() {
            if route.rule.when == nil, state.trace == nil { return .taken(route) }
            let place = rules.path("events.\(found)") + (alternatives.count > 1 ? "[\(index)]" : "")
            guard let condition = route.rule.when else {
                state.trace?.note(.event, place, route.rule.line, found, true, "becomes \(route.name?.text ?? name)")
                return .taken(route)
            }
            switch state.judge(condition, .event, place + ".when") {
            case .holds: return .taken(route)
            case .fails(let finding):
                failed = DecidingStep(finding, place: place + ".when", line: condition.line)
                // What cannot be judged might have been meant to hold, so none of the others is taken instead.
                if !finding.isEvaluable { return .stopped(.skip(.filter, detail: failed?.detail ?? "")) }
            }
        }
        return .stopped(.skip(.filter, detail: failed?.detail ?? "no alternative holds"))
    }

    private func judgeFilters(_ found: JSONPathIndex.Findings, _ state: inout State) -> Decision? {
        let isTraced = state.trace != nil
        var sure = isTraced ? 0 : filters.firstDoubtful(from: 0, found)
        guard sure < rules.filters.count else { return nil }
        for (index, filter) in rules.filters.enumerated() where index >= sure {
            if !isTraced, case .holds = filter.evaluate(in: &state.evaluation) {
                sure = filters.firstDoubtful(from: index + 1, found)
                continue
            }
            let place = rules.path("filters[\(index)]")
            if case .fails(let finding) = state.judge(filter, .filter, place) {
                return .skip(.filter, detail: DecidingStep(finding, place: place, line: filter.line).detail)
            }
        }
        return nil
    }

    private func render(
        _ record: EventRecord, _ found: JSONPathIndex.Findings, _ delivery: ClaimedDelivery, _ tiktokEvent: String,
        _ route: EventRoute, _ context: RoutingContext, limitsDataUse: Bool, _ state: inout State
    ) -> Decision {
        let isPaired = route.pairing == .pixel && rules.eventSource == .web
        guard let event = rules.storesClearEvents ? finisher.hidden(record.event) : record.event else {
            return .invalid(detail: "properties: two keys that are personal data would become one")
        }
        var rendering = EventRendering(
            route.plan, input: MappingInput(event: event, headers: record.headers),
            found: rules.storesClearEvents ? route.plan.index.find(in: event) : found, finisher: finisher,
            capacity: 256 + (delivery.record?.count ?? 512), isTraced: state.trace != nil)
        rendering.render(tiktokEvent, delivery, isPaired: isPaired, limitsDataUse: limitsDataUse)
        state.trace?.fields = rendering.fields ?? []
        let twinObstacle = twinObstacle(
            record, delivery.eventID, sent: rendering.sentEventID, isHidden: rendering.isEventIDHidden, route,
            isPaired: isPaired)
        if let obstacle = rendering.obstacle ?? twinObstacle {
            let step = DecidingStep("\(obstacle.path): \(obstacle.problem)", line: route.rule.line)
            state.trace?.note(.required, rules.path("map"), route.rule.line, obstacle.path, false, obstacle.problem)
            return .invalid(detail: step.detail)
        }
        state.trace?.note(
            .required, rules.path("map"), route.rule.line, tiktokEvent, true, "all that TikTok requires is there")
        let bytes = rendering.bytes
        return place(
            RenderedEvent(
                bytes: bytes, eventSourceID: rules.eventSourceID, tiktokEvent: tiktokEvent,
                sentEventID: rendering.sentEventID, pairing: route.rule.pairing,
                warnings: state.allWarnings(before: rendering.warnings),
                mappedUsers: route.plan.mapsUsers ? Self.users(in: bytes) : []),
            delivery, context, &state)
    }

    /// The users that a rendered event names.
    private static func users(in bytes: [UInt8]) -> [UserDigest] {
        (try? JSONDocument(bytes)).map { UserIdentities.digests(ofRendered: $0.root) } ?? []
    }

    /// An event that the pixel sends too needs the id that its producer gave it there.
    private func twinObstacle(
        _ record: EventRecord, _ eventID: String?, sent: String?, isHidden: Bool, _ route: EventRoute, isPaired: Bool
    ) -> EventRendering.Obstacle? {
        guard isPaired else { return nil }
        let path = route.plan.eventID?.source ?? "event_id"
        if sent == nil {
            return EventRendering.Obstacle(
                path: path, problem: "missing, and the pixel sends this event too, so it would count twice")
        }
        let isOwn = sent == eventID
        if isHidden || (isOwn && record.marks.contains(.scrubbedEventID)) {
            return EventRendering.Obstacle(
                path: path,
                problem: "an e-mail address or phone number, sent as its digest, and the pixel sends this event too, "
                    + "in clear, so it would count twice; hand over an id that is no personal data, or say "
                    + "pairing: server_only")
        }
        guard isOwn, record.marks.contains(.generatedEventID) else { return nil }
        return EventRendering.Obstacle(
            path: path,
            problem: "made by the outbox, and the pixel sends this event too, so it would count twice; hand over the "
                + "pixel's event_id, or say pairing: server_only")
    }
}
