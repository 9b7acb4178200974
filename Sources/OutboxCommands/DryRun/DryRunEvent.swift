import OutboxCore

/// What would become of one event of a file.
struct DryRunEvent {
    /// Where it stands: `events.ndjson:3`.
    let place: String
    /// Why intake refuses it; empty where it does not.
    let problems: [EventProblem]
    /// What intake noticed.
    let warnings: [EventProblem]
    let eventName: String?
    let eventID: String?
    /// Where the same event stood before, of which this is a repeat.
    var repeatedPlace: String?
    /// What would become of it at each destination that listens to its source.
    var fates: [DryRunFate] = []

    /// An event that intake refuses.
    init(place: String, problems: [EventProblem]) {
        self.place = place
        self.problems = problems
        warnings = []
        eventName = nil
        eventID = nil
    }

    /// An event that intake takes.
    init(place: String, event: NewEvent, warnings: [EventProblem]) {
        self.place = place
        self.warnings = warnings
        problems = []
        eventName = event.eventName
        eventID = event.eventID
    }

    /// Whether it would go to every destination that listens.
    var isFine: Bool {
        problems.isEmpty && repeatedPlace == nil && !fates.isEmpty && fates.allSatisfy { $0.event != nil }
    }
}
