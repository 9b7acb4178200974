import ArgumentParser
import Glibc
import Logging
import OutboxCore
import OutboxIdentity
import OutboxIntake
import OutboxSQLite
import OutboxServer
import OutboxWorker
import ServiceLifecycle

/// The product's server before a store of the benchmark: prints its port and answers until it is killed.
struct HTTPServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http-server", abstract: "Serve for a measurement of another process.", shouldDisplay: false)

    @Option(help: "The database.")
    var database: String

    @Option(help: "How much the store does: committed, rolled-back or nothing.")
    var work = StoreWork.committed

    func run() async throws {
        var sqlite = try SQLiteStore.open(path: database)
        let registry = try await sqlite.register(OneProcess.registration, at: WorkerClock.system.wall())
        if work == .rolledBack {
            sqlite.close()
            sqlite = try SQLiteStore.open(path: database, end: .rollBack)
        }
        guard let source = registry.sources["shop"], let destination = registry.destinations["main"] else {
            throw BenchmarkError("the store does not know what was registered")
        }
        let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
        let store: any OutboxStore = work == .nothing ? IdleStore() : sqlite
        let rejects = RejectLog(store: store, logger: logger)
        let served = ServedSource(
            name: "shop", id: source, dialect: .native,
            intake: Intake(rules: IntakeRules(source: "shop"), source: source, deliveryClass: .live),
            keys: [SHA256Digest(of: OutboxBinary.key)], takesConnectionAddress: false, preview: { _, _ in [] })
        let api = ProducerAPI(
            store: store, archive: sqlite, rejects: rejects,
            configuration: ServedConfiguration(
                sources: [served], fanOut: FanOut(destinations: [source: [destination]]), destinations: ["main"],
                maximumBacklog: .max, minimumFreeBytes: 0),
            surroundings: Surroundings(
                now: WorkerClock.system.wall, random: RandomBytes.sixteen,
                freeBytes: { nil }, schemaVersion: SQLiteStore.schemaVersion, worksLanes: false))
        let server = try await HTTPServer(
            host: "127.0.0.1", port: 0, limits: { api.limits }, admit: { api.admission(of: $0) },
            respond: { await api.respond(to: $0) })
        print(server.port)
        fflush(nil)
        try await ServiceGroup(services: [rejects, server], logger: logger).run()
    }
}
