import GRDB
package import OutboxCore

extension SQLiteStore {
    /// Makes deliveries in transactions of 250 events, oldest first, with a record of who did it and why.
    ///
    /// It walks every event of the selection; a preview too. Events that come in after the start are not part of it.
    package func replay(
        _ selection: EventSelection, _ replay: LateReplay, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult? {
        let found = try await read { try LateRouting(selection, replay, now: now, $0) }
        guard let routing = found else { return nil }
        if isPreview { return try await preview(selection, routing, now: now) }
        let force = replay.evenIfCountedTwice ? " --even-if-counted-twice" : ""
        let subject = "\(selection.words) --to \(replay.destination)\(force)"
        let action = OperatorAction(at: now, by: by, verb: "replay", subject: subject, why: why, changed: 0)
        var progress = BulkProgress(action: action, result: BulkResult.nothing)
        if let named = selection.events.map({ Set($0.map(\.rawValue)).sorted() }) {
            for start in stride(from: 0, to: named.count, by: Self.stepSize) {
                let portion = Array(named[start..<min(start + Self.stepSize, named.count)])
                progress = try await run(routing, portion, progress, now: now)
            }
            return progress.result
        }
        var last: Int64 = 0
        while true {
            let after = last
            let portion = try await read { try routing.events(after: after, limit: Self.stepSize, $0) }
            guard let newLast = portion.last else { return progress.result }
            last = newLast
            progress = try await run(routing, portion, progress, now: now)
        }
    }

    private func run(
        _ routing: LateRouting, _ events: [Int64], _ progress: BulkProgress, now: Timestamp
    ) async throws -> BulkProgress {
        try await write(rows: events.count) { database in
            var progress = progress
            let sampling = Self.sampleSize - progress.result.sample.count
            let done = try routing.run(events, database, isPreview: false, sampling: sampling, now: now)
            try progress.add(done, database)
            return progress
        }
    }

    private func preview(
        _ selection: EventSelection, _ routing: LateRouting, now: Timestamp
    ) async throws -> BulkResult {
        try await read { database in
            if let named = selection.events.map({ Set($0.map(\.rawValue)).sorted() }) {
                return try routing.run(named, database, isPreview: true, sampling: Self.sampleSize, now: now)
            }
            let counted = try routing.count(database)
            var result = BulkResult(changed: counted.missing, left: counted.left, beingSent: 0, sample: [])
            result.held = counted.held
            var last: Int64 = 0
            while result.sample.count < min(Self.sampleSize, counted.missing) {
                let portion = try routing.events(after: last, limit: Self.stepSize, database)
                guard let newLast = portion.last else { break }
                last = newLast
                let missing = Self.sampleSize - result.sample.count
                result.sample += try routing.run(
                    portion, database, isPreview: true, sampling: missing, now: now
                ).sample
            }
            return result
        }
    }
}
