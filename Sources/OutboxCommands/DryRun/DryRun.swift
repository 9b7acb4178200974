import OutboxConfiguration
import OutboxCore
import OutboxIntake
import OutboxRouting
import OutboxWorker

/// Takes events through intake and routing exactly as delivering them would, without a database and without a network.
///
/// What only a database knows is left out: test sessions, withdrawn consent, and events that were sent before.
struct DryRun {
    private struct Lane {
        let settings: DestinationSettings
        let router: Router
        let rules: DeliveryRules
        /// Why nothing leaves at the moment, whatever the event; nil where it does.
        let standstill: String?
        var sent: [TwinGuard.Key: Int] = [:]
        var former: BatchFormer
    }

    /// What became of the events so far, in their order.
    private(set) var events: [DryRunEvent] = []
    private let intake: Intake
    private let now: Timestamp
    private var lanes: [Lane]
    private var places: [EventKey: String] = [:]
    private var placesOfProducerIDs: [String: String] = [:]

    /// Makes a run for the events of one source.
    ///
    /// - Parameters:
    ///   - destinations: where they may go; those that do not listen to the source are left out.
    ///   - now: the time of receipt and of sending.
    init(source: SourceSettings, destinations: [DestinationSettings], now: Timestamp) {
        intake = Intake(rules: source.rules, source: SourceID(1), deliveryClass: .bulk)
        self.now = now
        lanes = destinations.filter { $0.listensTo.contains(source.name) }.map { settings in
            Lane(
                settings: settings, router: Router(rules: Self.sending(settings.rules)),
                rules: DeliveryRules(
                    settings: settings.delivery, eventSource: settings.rules.eventSource,
                    pairing: settings.rules.pairing),
                standstill: Self.standstill(settings.rules),
                former: BatchFormer(maximum: settings.delivery.batchMax, wait: .zero))
        }
    }

    /// Judges all events of a document.
    ///
    /// - Parameters:
    ///   - place: where it stands, for messages: `events.ndjson:3`.
    ///   - arrival: how it is taken to have come.
    mutating func take(_ document: FileDocuments.Document, at place: String, arrival: Arrival) {
        switch document.event {
        case .failure(let problem):
            events.append(DryRunEvent(place: place, problems: [EventProblem(path: "", problem: problem.text)]))
        case .success(let bytes):
            for result in intake.acceptAll(bytes, receivedAt: now, arrival: arrival) { take(result, at: place) }
        }
    }

    /// The requests that the events would travel in, by destination and test code, in their order.
    ///
    /// Those of destinations at a standstill are among them: what would leave if they were live. Call it once, at the
    /// end.
    mutating func requests() -> [DryRunRequest] {
        var requests: [DryRunRequest] = []
        for index in lanes.indices {
            while let batch = lanes[index].former.take(at: Moment(.zero), isFlushing: true) {
                requests.append(DryRunRequest(batch, to: lanes[index].settings, leaves: lanes[index].standstill == nil))
            }
        }
        return requests
    }

    private mutating func take(_ result: IntakeResult, at place: String) {
        switch result {
        case .rejected(let problems): events.append(DryRunEvent(place: place, problems: problems))
        case .accepted(let event, let warnings):
            var taken = DryRunEvent(place: place, event: event, warnings: warnings)
            taken.repeatedPlace = places[event.key] ?? event.producerID.flatMap { placesOfProducerIDs[$0] }
            if taken.repeatedPlace == nil {
                places[event.key] = place
                if let id = event.producerID { placesOfProducerIDs[id] = place }
                taken.fates = lanes.indices.map { fate(of: event, at: $0) }
            }
            events.append(taken)
        }
    }

    private mutating func fate(of event: NewEvent, at index: Int) -> DryRunFate {
        let number = EventNumber(Int64(events.count + 1))
        let delivery = ClaimedDelivery(
            key: DeliveryKey(event: number, source: event.source, deliveryClass: event.deliveryClass),
            eventName: event.eventName, eventID: event.eventID, eventTime: event.eventTime,
            receivedAt: event.receivedAt, dueAt: event.receivedAt, record: event.record)
        let lane = lanes[index]
        let trace = lane.router.trace(delivery, context: RoutingContext(now: now))
        var fate = DryRunFate(destination: lane.settings.name, trace: trace, standstill: lane.standstill)
        switch Admission(delivery, decided: trace.decision, rules: lane.rules, at: now) {
        case .ends(let outcome): fate.end(outcome)
        case .goes(let decided):
            let key = TwinGuard.Key(decided.event)
            if let key, let first = lane.sent[key] {
                fate.end(Admission.duplicate(decided, of: EventNumber(Int64(first))))
                fate.detail = "event_id: the same TikTok event as of \(events[first - 1].place)"
            } else {
                if let key { lanes[index].sent[key] = events.count + 1 }
                lanes[index].former.add([decided], at: Moment(.zero))
                fate.event = decided.event
            }
        }
        return fate
    }

    /// Rules by which an event is rendered also where the destination sends nothing at the moment.
    private static func sending(_ rules: DestinationRules) -> DestinationRules {
        guard standstill(rules) != nil else { return rules }
        var rules = rules
        rules.mode = .live
        rules.testEventCode = nil
        return rules
    }

    private static func standstill(_ rules: DestinationRules) -> String? {
        switch rules.mode {
        case .live: nil
        case .dryRun: "mode: dry_run"
        case .test: rules.testEventCode == nil ? "mode: test without test_event_code" : nil
        }
    }
}
