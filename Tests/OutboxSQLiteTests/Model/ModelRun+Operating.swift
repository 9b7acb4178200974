import OutboxCore
import OutboxTestSupport

// Operators, in either process.
extension ModelRun {
    func pauseOrResume(_ index: Int) async throws {
        let paused = model.destinations.filter { $0.value.pause != nil }.keys.sorted()
        let id = paused.randomElement(using: &random) ?? randomDestination()
        guard let destination = model.destinations[id] else { return }
        let store = try store(index)
        if destination.pause == nil ? random.oneIn(2) : random.oneIn(6) {
            let pause = Pause(cause: .operator, by: "ann", why: "", at: clock.now)
            let isKnown = try await store.pause(destination: destination.name, pause: pause)
            try Violation.unless(isKnown, "\(destination.name) is not known")
            model.replacePause(of: id, with: pause, now: clock.now)
        } else {
            _ = try await store.resume(destination: destination.name, by: "ann", why: "", at: clock.now)
            if destination.pause != nil { model.replacePause(of: id, with: nil, now: clock.now) }
        }
        if random.oneIn(4) {
            try await store.hurry(destinations: [destination.name], at: clock.now)
            model.destinations[id]?.hurryRequestedAt = clock.now
        }
    }

    func change(_ index: Int) async throws {
        let change: BulkChange =
            random.pick([
                (3, .cancel), (4, .retry(evenIfCountedTwice: false)), (1, .retry(evenIfCountedTwice: true)),
            ]) ?? .cancel
        var selection = DeliverySelection()
        if random.oneIn(2) {
            let numbers = model.events.keys.sorted().shuffled(using: &random)
            selection.events = Array(numbers.prefix(Int.random(in: 1...8, using: &random)))
        }
        if random.oneIn(2) { selection.destination = model.destinations[randomDestination()]?.name }
        // To cancel everything would leave nothing to work on.
        if selection.events == nil, change == .cancel { selection.eventName = "purchase" }
        if random.oneIn(3) {
            selection.states = [random.pick([(2, .failed), (2, .queued), (1, .cancelled)]) ?? .failed]
        }
        if random.oneIn(5) { selection.reasons = [.mayCountTwice, .rejected] }
        if random.oneIn(5) { selection.since = clock.now - .seconds(3600) }
        let isPreview = random.oneIn(4)
        let found = try await store(index).change(
            selection, change, isPreview: isPreview, by: "ann", why: "model", now: clock.now)
        let expected = model.change(selection, change, now: clock.now, isPreview: isPreview)
        note("\(change) \(selection) changed \(expected.changed.count)")
        try Violation.unless(
            found.changed == expected.changed.count && found.left == expected.left
                && found.beingSent == expected.beingSent,
            "a change gave \(found) instead of \(expected)")
        try Violation.unless(
            found.sample.count == min(5, expected.changed.count), "a sample of \(found.sample.count) lines")
        meet("change refused for what is being sent", expected.beingSent)
        guard !isPreview else { return }
        for id in expected.changed {
            for process in processes.indices where processes[process]?.lanes[id.destination]?.held[id.event] != nil {
                processes[process]?.lanes[id.destination]?.touched.insert(id.event)
            }
        }
    }
}
