import OutboxCore
import OutboxSQLite
import OutboxTestSupport

/// Drives two processes on one file through random steps and compares each with the model.
///
/// It plays the producers, the workers and the operators, and is told by a generator what comes next; it keeps to the
/// rules that a worker has to keep (promise 3 at the sending), by what the store told it.
final class ModelRun {
    /// One process that works on the file.
    struct Process {
        var store: any CompleteStore
        var lanes: [DestinationID: WorkedLane] = [:]
        /// Requests whose lane was given back before their answers came.
        var late: [LateAnswer] = []
    }

    /// A lane that a process owns, with what it has in its memory.
    struct WorkedLane {
        var lane: Lane
        var held: [EventNumber: ClaimedDelivery] = [:]
        /// What an operator changed since it was claimed.
        var touched: Set<EventNumber> = []
        var open: [AttemptID: Request] = [:]
    }

    /// A request that is on record.
    struct Request {
        var members: [ClaimedDelivery]
        var isSending: Bool
    }

    struct LateAnswer {
        var lane: Lane
        var attempt: AttemptID
        var members: [ClaimedDelivery]
    }

    /// How a process opens the file; a must-fail run puts a broken store in between.
    typealias Opening = (_ path: String) throws -> any CompleteStore

    let clock = ManualClock()
    let opening: Opening
    var random: SeededRandom
    var model = OutboxModel()
    var folder: TemporaryFolder
    var ledger: StoreLedger
    var path: String
    var processes: [Process?] = [nil, nil]
    var registry: Registry
    var produced = 0
    /// How wrong the clock is.
    private var skew = Duration.zero
    var log: [String] = []
    /// How often what matters happened, so that a run that met nothing shows.
    var met: [String: Int] = [:]

    static let eventsBound = 300

    init(seed: UInt64, opening: @escaping Opening) async throws {
        random = SeededRandom(seed: seed)
        self.opening = opening
        folder = try TemporaryFolder()
        path = folder.file("outbox.db")
        let store = try opening(path)
        processes[0] = Process(store: store)
        registry = try await store.register(Self.registration, at: clock.now)
        ledger = try StoreLedger(path: path)
        model.sources = registry.sources
        for (name, id) in registry.destinations {
            model.destinations[id] = OutboxModel.Destination(name: name, mayResend: name != "app")
        }
    }

    static let registration = Registration(
        sources: ["shop", "backend", "orphan"].map { Registration.Source(name: $0, dialect: "native") },
        destinations: ["web", "app"], configurationSHA256: [UInt8](repeating: 1, count: 32),
        configurationText: "version: 1\n")

    var fanOut: FanOut {
        var fanOut = FanOut(destinations: [:])
        fanOut.destinations[registry.sources["shop"] ?? SourceID(0)] = registry.destinations.values.sorted()
        fanOut.destinations[registry.sources["backend"] ?? SourceID(0)] = registry.destinations["web"].map { [$0] }
        return fanOut
    }

    /// Takes so many steps; the error of a failure tells the last of them.
    func run(steps: Int) async throws {
        do {
            for step in 0..<steps {
                log.append("\(step) at \(clock.now.iso8601):")
                try await takeStep()
                try model.check(ledger)
                if step.isMultiple(of: 10) { try model.checkAll(ledger) }
                if step.isMultiple(of: 7) { try await checkStatus() }
            }
            try model.checkAll(ledger)
        } catch {
            end()
            throw Violation("\(error)\nafter\n" + log.suffix(40).joined(separator: "\n"))
        }
        end()
    }

    /// Adds to what is told of the step at hand.
    func note(_ words: String) {
        log[log.count - 1] += " " + words
    }

    /// Counts something that matters.
    func meet(_ what: String, _ times: Int = 1) {
        if times > 0 { met[what, default: 0] += times }
    }

    private func takeStep() async throws {
        guard randomProcess() != nil else { return try startProcess() }
        let possible = processes.indices.filter { processes[$0] != nil }.flatMap { index in
            Self.steps.filter { isPossible($0.element, index) }.map { ($0.weight, (index, $0.element)) }
        }
        guard let (index, step) = random.pick(possible) else { return }
        note("process \(index): \(step)")
        switch step {
        case .enqueue: try await enqueue(index)
        case .enqueueFromBoth: try await enqueueFromBoth()
        case .fanOut: try await fanOut(index)
        case .takeOver: try await takeOver(index)
        case .giveBack: try await giveBack(index)
        case .claim: try await claim(index)
        case .release: try await release(index)
        case .open: try await open(index)
        case .send: try await send(index)
        case .close: try await close(index)
        case .closeSeveral: try await closeSeveral(index)
        case .settle: try await settle(index)
        case .answerLate: try await answerLate(index)
        case .keep: try await keep(index)
        case .setPause: try await setPause(index)
        case .pauseOrResume: try await pauseOrResume(index)
        case .change: try await change(index)
        case .replayElsewhere: try await replayElsewhere(index)
        case .changeConsent: try await changeConsent(index)
        case .changeSessions: try await changeSessions(index)
        case .pass: clock.advance(by: .milliseconds(Int64.random(in: 1...120_000, using: &random)))
        case .jump: jump()
        case .start: try startProcess()
        case .kill: try await kill(index)
        case .killWhileEnqueueing: try await killWhileEnqueueing(index)
        case .killWhileClosing: try await killWhileClosing(index)
        case .powerCut: if random.oneIn(2) { try await powerCut() }
        }
    }

    enum Step {
        case enqueue, enqueueFromBoth, fanOut
        case takeOver, giveBack, claim, release, open, send, close, closeSeveral, settle, answerLate, keep, setPause
        case pauseOrResume, change, replayElsewhere, changeConsent, changeSessions
        case pass, jump
        case start, kill, killWhileEnqueueing, killWhileClosing, powerCut
    }

    private static let steps: [(weight: Int, element: Step)] = [
        (16, .enqueue), (3, .enqueueFromBoth), (8, .fanOut), (12, .takeOver), (3, .giveBack), (30, .claim),
        (4, .release), (80, .open), (60, .send), (60, .close), (40, .closeSeveral), (20, .settle), (12, .answerLate),
        (2, .keep), (6, .setPause), (6, .pauseOrResume), (7, .change), (2, .replayElsewhere), (12, .changeConsent),
        (2, .changeSessions), (6, .pass), (2, .jump), (30, .start),
        (1, .kill), (1, .killWhileEnqueueing), (6, .killWhileClosing), (1, .powerCut),
    ]

    private func isPossible(_ step: Step, _ index: Int) -> Bool {
        let lanes = processes[index]?.lanes ?? [:]
        return switch step {
        case .enqueue, .fanOut, .pauseOrResume, .change, .replayElsewhere, .changeConsent, .changeSessions, .pass,
            .jump, .kill, .killWhileEnqueueing, .powerCut:
            true
        case .enqueueFromBoth: processes.allSatisfy { $0 != nil }
        case .start: processes.contains { $0 == nil }
        case .takeOver: lanes.count < model.destinations.count
        case .giveBack, .claim, .keep, .setPause: !lanes.isEmpty
        case .release, .open, .settle: lanes.contains { !$0.value.held.isEmpty }
        case .send: lanes.contains { $0.value.open.contains { !$0.value.isSending } }
        case .close, .killWhileClosing: lanes.contains { !$0.value.sending.isEmpty }
        case .closeSeveral: lanes.contains { $0.value.sending.count > 1 }
        case .answerLate: processes[index]?.late.isEmpty == false
        }
    }

    /// Sets the clock wrong by up to three days, or right again.
    private func jump() {
        let hours = random.pick([(1, -50), (1, -1), (1, 1), (1, 46), (3, 50)]) ?? 0
        let next = skew == .zero ? Duration.seconds(hours * 3600) : .zero
        clock.advance(by: next - skew)
        skew = next
    }

    /// The place of a process that lives.
    func randomProcess() -> Int? {
        processes.indices.filter { processes[$0] != nil }.randomElement(using: &random)
    }

    func store(_ index: Int) throws -> any CompleteStore {
        guard let process = processes[index] else { throw Violation("process \(index) should live") }
        return process.store
    }

    /// A lane that the process owns, with one of its requests or deliveries where that is asked for.
    func randomLane(_ index: Int, where isFit: (WorkedLane) -> Bool = { _ in true }) -> DestinationID? {
        let lanes = processes[index]?.lanes.filter { isFit($0.value) } ?? [:]
        return lanes.keys.sorted().randomElement(using: &random)
    }

    func randomDestination() -> DestinationID {
        registry.destinations.values.sorted().randomElement(using: &random) ?? DestinationID(0)
    }

    private func checkStatus() async throws {
        guard let index = randomProcess() else { return }
        let names = model.destinations.keys.sorted().compactMap { model.destinations[$0]?.name }
        let report = try await store(index).status(destinations: names, now: clock.now)
        for (id, var status) in zip(model.destinations.keys.sorted(), report.destinations) {
            let isWorked = processes.contains { $0?.lanes[id] != nil }
            try Violation.unless(
                (status.owner != nil) == isWorked, "owner of \(status.name): \(status.owner ?? "nobody")")
            status.owner = nil
            let expected = model.status(of: id, now: clock.now)
            try Violation.unless(status == expected, "status \(status) instead of \(String(describing: expected))")
        }
    }

    private func end() {
        for index in processes.indices { try? drop(index) }
        ledger.close()
    }
}
