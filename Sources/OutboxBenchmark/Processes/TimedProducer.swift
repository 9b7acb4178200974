import OutboxCore
import OutboxIntake
import OutboxSQLite
import OutboxWorker

/// Enqueues single purchases and tells when each call began.
struct TimedProducer {
    private let store: SQLiteStore
    private let fanOut: FanOut?
    private let intake: Intake
    private let name: String

    /// Makes a producer for the source `shop`.
    ///
    /// - Parameter fanOut: nil where the worker's process has to find the destinations.
    init(store: SQLiteStore, fanOut: FanOut?, name: String) async throws {
        self.store = store
        self.fanOut = fanOut
        self.name = name
        let registry = try await store.register(OneProcess.registration, at: WorkerClock.system.wall())
        guard let source = registry.sources["shop"] else { throw BenchmarkError("the store knows no source") }
        intake = Intake(rules: IntakeRules(source: "shop"), source: source, deliveryClass: .live)
    }

    /// Enqueues the purchase of a number; gives the moment before, on the clock that all processes share.
    func enqueue(_ index: Int) async throws -> Double {
        let now = WorkerClock.system.wall()
        let document = PurchaseDocuments(name: name, at: now)[index]
        let start = Machine.sharedSeconds
        guard
            case .accepted(let event, _) = intake.accept(
                document, receivedAt: now, arrival: .handedOver(random: { [] }))
        else { throw BenchmarkError("the purchase was rejected") }
        _ = try await store.enqueue([event], fanOut: fanOut)
        return start
    }
}
