import OutboxCore

/// Asks the running `serve` processes to take up the configuration file, and waits for their answers.
struct ReloadRun {
    /// What came of it.
    struct Outcome {
        /// The processes that work by the file now.
        var taken: [String] = []
        /// The processes that go on as before, and why.
        var refused: [(owner: String, problem: String)] = []
        /// The processes that have not answered.
        var silent: [String] = []
        /// What left the configuration with deliveries that wait.
        var removed: RemovedDestinations?

        /// What is said where nobody is there to be asked.
        static let nobody = "no `outbox serve` is running: the next one reads the file when it starts"

        /// Whether there was somebody to ask.
        var isEmpty: Bool { taken.isEmpty && refused.isEmpty && silent.isEmpty }

        /// How a verb ends that asked for it: nobody there is as bad as no answer.
        var status: ExitStatus {
            if !refused.isEmpty { return .configuration }
            return taken.isEmpty || !silent.isEmpty ? .outOfReach : .fine
        }

        /// Prints it for people.
        func printLines(_ console: Console) {
            if isEmpty { console.line(Self.nobody) }
            for owner in taken { console.line("\(owner): works by the file now") }
            for (owner, problem) in refused { console.line("\(owner): goes on as before: \(problem)") }
            for owner in silent { console.line("\(owner): has not answered; look at its log") }
        }

        /// Writes it as one object.
        func write(to writer: inout JSONWriter) {
            writer.beginObject()
            for (name, owners) in [("taken", taken), ("silent", silent)] {
                writer.key(name)
                writer.beginArray()
                for owner in owners { writer.string(owner) }
                writer.endArray()
            }
            writer.key("refused")
            writer.beginArray()
            for (owner, problem) in refused {
                writer.beginObject()
                writer.member("owner", owner)
                writer.member("problem", problem)
                writer.endObject()
            }
            writer.endArray()
            if let removed {
                writer.key("removed_destinations")
                removed.write(to: &writer)
            }
            writer.endObject()
        }
    }

    let archive: any OutboxArchive
    let destinations: [String]
    /// How long the answers may take.
    let patience: Duration

    /// Asks and waits; without anybody who runs it asks nobody.
    func run() async throws -> Outcome {
        let report = try await archive.status(destinations: destinations, now: SystemClock.now)
        let running = Set(report.destinations.compactMap(\.owner).filter { $0.hasSuffix(" outbox serve") })
        let removed = RemovedDestinations(report)
        guard !running.isEmpty else { return Outcome(removed: removed) }
        let deadline = SystemClock.now + patience
        let request = try await archive.requestReload(by: Environment.loginName, at: SystemClock.now)
        while true {
            let answers = try await answers(to: request)
            let isComplete = running.isSubset(of: Set(answers.map(\.owner)))
            if isComplete || SystemClock.now >= deadline {
                var outcome = Self.outcome(answers, of: running)
                outcome.removed = removed
                return outcome
            }
            // The answers are commits of other processes; the database is all there is to look at.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func answers(to request: ReloadID) async throws -> [ReloadRequest.Answer] {
        let before = ReloadID(request.rawValue - 1)
        return try await archive.reloads(after: before).first { $0.id == request }?.answers ?? []
    }

    private static func outcome(_ answers: [ReloadRequest.Answer], of running: Set<String>) -> Outcome {
        var outcome = Outcome(silent: running.subtracting(answers.map(\.owner)).sorted())
        for answer in answers.sorted(by: { $0.owner < $1.owner }) {
            switch answer.result {
            case .taken: outcome.taken.append(answer.owner)
            case .refused(let problem): outcome.refused.append((answer.owner, problem))
            }
        }
        return outcome
    }
}
