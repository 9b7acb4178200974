import OutboxCore

/// What would become of one event of a file.
struct DryRunEvent {
    /// Where it stands: `events.ndjson:3`.
    let place: String
    /// Why intake refuses it; empty where it does not.
    let problems: [EventProblem]
    /// What intake noticed.
    let warnings: [EventProblem]
    /// The event; nil where intake refuses it.
    let event: NewEvent?
    /// Where the same event stood before, of which this is a repeat.
    var repeatedPlace: String?
    /// What would become of it at each destination that listens to its source.
    var fates: [DryRunFate] = []

    /// An event that intake refuses.
    init(place: String, problems: [EventProblem]) {
        self.place = place
        self.problems = problems
        warnings = []
        event = nil
    }

    /// An event that intake takes.
    init(place: String, event: NewEvent, warnings: [EventProblem]) {
        self.place = place
        self.warnings = warnings
        problems = []
        self.event = event
    }

    var eventName: String? { event?.eventName }
    var eventID: String? { event?.eventID }

    /// Whether it would go to every destination that listens.
    var isFine: Bool {
        problems.isEmpty && repeatedPlace == nil && !fates.isEmpty && fates.allSatisfy { $0.event != nil }
    }
}
