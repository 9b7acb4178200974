import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Deliveries that one transaction of a bulk change looks at.
    static let stepSize = 250
    static let sampleSize = 5

    /// Makes a bulk change in transactions of 250 deliveries, oldest event first, with a record of who did it and why.
    ///
    /// Candidates are found outside the write transaction and looked at again inside it, so that it stays short however
    /// rare they are; what changed meanwhile is judged as it is then. Events that come in after the start are not part
    /// of it. When it is interrupted, the steps done stay done, and the record tells their number.
    ///
    /// Finding costs what `list` says of the same selection; the queued deliveries of a destination where they are the
    /// smaller part are held in memory by number, 8 bytes each.
    package func change(
        _ selection: DeliverySelection, _ change: BulkChange, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult {
        let note = why.isEmpty ? "cancelled by \(by)" : "cancelled by \(by): \(why.withoutPersonalData)"
        if isPreview { return try await preview(selection, change, now: now) }
        let plan = try await read { try BulkPlan(selection, change, now: now, note: note, $0) }
        let action = OperatorAction(at: now, by: by, verb: change.verb, subject: selection.words, why: why, changed: 0)
        var progress = BulkProgress(action: action, result: BulkResult.nothing)
        progress.result.left = plan.left
        for part in plan.parts {
            switch part.candidates {
            case .listed(let events):
                for start in stride(from: 0, to: events.count, by: Self.stepSize) {
                    let portion = Array(events[start..<min(start + Self.stepSize, events.count)])
                    progress = try await run(part.step, portion, progress)
                }
            case .walked(let scan):
                var last: Int64 = 0
                while true {
                    let after = last
                    let portion = try await read { database in
                        try scan.events(
                            database, part.step.filter, after: after, before: plan.newest &+ 1, isAscending: true,
                            limit: Self.stepSize
                        )
                    }
                    guard let newLast = portion.last else { break }
                    last = newLast
                    progress = try await run(part.step, portion, progress)
                }
            }
        }
        return progress.result
    }

    private func run(_ step: BulkStep, _ events: [Int64], _ progress: BulkProgress) async throws -> BulkProgress {
        try await write(rows: events.count) { database in
            var progress = progress
            let sampling = Self.sampleSize - progress.result.sample.count
            let done = try step.run(events, database, isPreview: false, sampling: sampling)
            try progress.add(done, database)
            return progress
        }
    }

    private func preview(
        _ selection: DeliverySelection, _ change: BulkChange, now: Timestamp
    ) async throws -> BulkResult {
        try await read { database in
            let plan = try BulkPlan(selection, change, now: now, note: "", database)
            var result = BulkResult.nothing
            result.left = plan.left
            for part in plan.parts {
                let sampling = Self.sampleSize - result.sample.count
                switch part.candidates {
                case .listed(let events):
                    result.add(try part.step.run(events, database, isPreview: true, sampling: sampling))
                case .walked(let scan):
                    result.add(try part.step.preview(scan, database, sampling: sampling))
                }
            }
            return result
        }
    }
}

/// How far a bulk change has come.
struct BulkProgress: Sendable {
    var action: OperatorAction
    var number: Int64?
    var result: BulkResult

    /// Adds what a step did, and writes it down in the step's transaction.
    mutating func add(_ done: BulkResult, _ database: Database) throws {
        result.add(done)
        guard done.changed > 0 else { return }
        if let number {
            try OperatorAction.add(done.changed, to: number, in: database)
        } else {
            action.changed = done.changed
            number = try action.insert(into: database)
        }
    }
}

extension BulkResult {
    /// What a change of nothing does.
    static let nothing = BulkResult(changed: 0, left: 0, beingSent: 0, sample: [])

    /// Adds what another step did.
    mutating func add(_ other: BulkResult) {
        changed += other.changed
        held += other.held
        left += other.left
        beingSent += other.beingSent
        mayHaveArrived += other.mayHaveArrived
        sample += other.sample
    }
}

extension BulkStep {
    /// What the change would do to what a walk finds: counted by the counters where they can tell.
    func preview(_ scan: DeliveryScan, _ database: Database, sampling: Int) throws -> BulkResult {
        let members = change == .cancel ? try OpenAttempts(at: destination.id, in: database).members : []
        var result = try run(members.map(\.rawValue).sorted(), database, isPreview: true, sampling: 0)
        let check = CountTwiceCheck(change, destination: destination.name, now: now)
        if let check { result.held = try scan.count(database, filter, heldBy: check) }
        result.changed = try scan.count(database, filter) - result.beingSent - result.held
        var last: Int64 = 0
        while result.sample.count < min(sampling, result.changed) {
            // Those that are being sent or held are passed over.
            let portion = try scan.events(database, filter, after: last, isAscending: true, limit: 100)
            guard let newLast = portion.last else { break }
            last = newLast
            let missing = sampling - result.sample.count
            result.sample += try run(portion, database, isPreview: true, sampling: missing).sample
        }
        return result
    }
}
