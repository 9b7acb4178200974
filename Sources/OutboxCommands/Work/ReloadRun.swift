import OutboxCore

/// Asks the running `serve` and `drain` processes to take up the configuration file, and waits for their answers.
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
        static let nobody = "no `outbox serve` is running and no `drain`: the next one reads the file when it starts"

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

    private let archive: any OutboxArchive
    private let destinations: [String]
    private let followers: () -> Set<Int32>
    private let patience: Duration

    /// Makes a run for a database.
    ///
    /// - Parameter patience: how long the answers may take.
    init(_ workplace: Workplace, patience: Duration) {
        archive = workplace.archive
        destinations = workplace.destinationNames
        followers = { [path = workplace.databasePath] in FollowerMark.processes(database: path) }
        self.patience = patience
    }

    /// Asks and waits; without anybody who runs it asks nobody.
    func run() async throws -> Outcome {
        let removed = RemovedDestinations(try await archive.status(destinations: destinations, now: SystemClock.now))
        let (running, marked) = (try await owners(), followers())
        guard !running.isEmpty || !marked.isEmpty else { return Outcome(removed: removed) }
        let deadline = SystemClock.now + patience
        let request = try await archive.requestReload(by: Environment.loginName, at: SystemClock.now)
        while true {
            // Looked at before the answers, since who answered may end right after.
            let (left, leftMarked) = (try await owners(), followers())
            let answers = try await answers(to: request)
            // A drain that is done meanwhile has nothing to take up any more.
            var silent = running.intersection(left).subtracting(answers.map(\.owner))
            // Those without a lane have no name before they answer.
            let named = Set((answers.map(\.owner) + running).compactMap(Environment.process(ofOwner:)))
            silent.formUnion(marked.intersection(leftMarked).subtracting(named).map { "process \($0)" })
            if silent.isEmpty || SystemClock.now >= deadline {
                var outcome = Self.outcome(answers, silent: silent)
                outcome.removed = removed
                return outcome
            }
            // The answers are commits of other processes; the database is all there is to look at.
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// The processes that work lanes and follow the file, also those of a version that sets no mark.
    private func owners() async throws -> Set<String> {
        let report = try await archive.status(destinations: destinations, now: SystemClock.now)
        let verbs = [" outbox serve", " outbox drain"]
        return Set(report.destinations.compactMap(\.owner).filter { owner in verbs.contains { owner.hasSuffix($0) } })
    }

    private func answers(to request: ReloadID) async throws -> [ReloadRequest.Answer] {
        let before = ReloadID(request.rawValue - 1)
        return try await archive.reloads(after: before).first { $0.id == request }?.answers ?? []
    }

    private static func outcome(_ answers: [ReloadRequest.Answer], silent: Set<String>) -> Outcome {
        var outcome = Outcome(silent: silent.sorted())
        for answer in answers.sorted(by: { $0.owner < $1.owner }) {
            switch answer.result {
            case .taken: outcome.taken.append(answer.owner)
            case .refused(let problem): outcome.refused.append((answer.owner, problem))
            }
        }
        return outcome
    }
}
