import ArgumentParser
import Logging
import OutboxConfiguration
import OutboxCore
import OutboxDispatch
import OutboxServer
import OutboxWorker
import ServiceLifecycle
import UnixSignals

/// `outbox serve`: takes events over HTTP and works the lanes until it is told to stop.
struct Serve: Verb {
    static let configuration = CommandConfiguration(
        abstract:
            "Take events over HTTP and deliver, until SIGTERM or SIGINT; then finish what is at hand and end with 0.",
        discussion: """
            It listens where `listen` says, else at 127.0.0.1:8080 where a source has a key, else nowhere. What is on \
            its way may take 30 s more. SIGHUP, or `outbox reload`, takes up the changed configuration and keys: all \
            of it, or nothing.
            Exit 3: configuration or secrets, 4: database or address out of reach, the database damaged or read-only, \
            or the disk failed.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "ingest: only take events. work: only deliver, and listen nowhere. Without it both.")
    var only: ServeRole?

    private var roles: [ServeRole] { only.map { [$0] } ?? ServeRole.allCases }

    func perform(_ console: Console) async throws -> ExitStatus {
        let logger = LogOutput.logger(level: .info)
        let start = SystemClock.now
        let configuration = try Workplace.loadConfiguration(global)
        if roles.contains(.ingest) { try Workplace.requireSecrets([.sourceKey], of: configuration) }
        let workplace = try await Workplace.open(configuration, .writing)
        defer { workplace.close() }
        try await workplace.hideKeptIdentities()
        let worksLanes = roles.contains(.work)
        if worksLanes { try await workplace.closeAbandoned() }
        let station = worksLanes ? try DeliveryStation(workplace, names: nil, verb: "serve", logger: logger) : nil
        let intake: IntakeStation?
        do {
            intake = roles.contains(.ingest) ? try await listen(workplace, worksLanes, logger) : nil
        } catch {
            await station?.shutDown()
            throw error
        }
        do {
            try await run(workplace, station, intake, start: start, logger)
        } catch {
            await station?.shutDown()
            throw error
        }
        await station?.shutDown()
        logger.info("stopped")
        return .fine
    }

    private func listen(_ workplace: Workplace, _ worksLanes: Bool, _ logger: Logger) async throws -> IntakeStation? {
        let intake = try await IntakeStation(workplace, worksLanes: worksLanes, logger: logger)
        guard intake == nil, !worksLanes else { return intake }
        throw CommandFailure(
            .configuration, code: "no_server",
            "\(workplace.configuration.file): no source has a key and there is no `listen`: "
                + "`serve --only ingest` has nothing to do", path: "sources")
    }

    private func run(
        _ workplace: Workplace, _ station: DeliveryStation?, _ intake: IntakeStation?, start: Timestamp,
        _ logger: Logger
    ) async throws {
        let raiseLimits = { @Sendable (configuration: Configuration) in
            OpenFiles(configuration, takesEvents: intake != nil, delivers: station != nil).raise(logger)
        }
        raiseLimits(workplace.configuration)
        // Where lanes are worked, the pool does so.
        if station == nil { await Self.putInForce(workplace, logger) }
        let take: ConfigurationFollower.Take = { new, isChanged in
            let served = intake == nil ? nil : try IntakeStation.served(new)
            raiseLimits(new.configuration)
            // The lanes go first: what is accepted by the new configuration is never decided by the one before.
            if isChanged { try await station?.take(new) }
            if let served { intake?.take(served) }
            if isChanged, station == nil { await Self.putInForce(new, logger) }
        }
        // First, so that it ends last: a failure while the others finish ends the process with 4 all the same.
        var services: [any Service] = [DatabaseWatch(failures: workplace.databaseFailures)]
        do {
            let follower = try await ConfigurationFollower(
                workplace, global, needed: Set(roles.map(\.neededSecret)), start: start, logger: logger, take: take)
            if let station { services.append(TokenService(station: station)) }
            services.append(follower)
            if let station { services.append(station.pool) }
            // Last, so that it ends first: nothing is taken any more while the rest finishes.
            if let intake { services += [intake.rejects, intake.server] as [any Service] }
        } catch {
            await intake?.server.abandon()
            throw error
        }
        services.append(
            Announcement(
                logger: logger,
                metadata: [
                    "destinations": "\(station?.destinations.map(\.name).joined(separator: ",") ?? "none")",
                    "database": "\(workplace.configuration.databasePath)",
                ]))
        // Whatever fails, the requests at hand get their answers.
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: $0, failureTerminationBehavior: .gracefullyShutdownGroup) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    /// Notes by which configuration this process takes events, for people and other processes to see.
    private static func putInForce(_ workplace: Workplace, _ logger: Logger) async {
        do {
            try await workplace.store.putInForce(
                workplace.registry.configuration, by: Environment.owner("serve"), at: SystemClock.now)
        } catch {
            logger.warning("configuration was not noted", metadata: ["error": "\(error)"])
        }
    }

    /// Says that it is ready: the group catches the signals before it runs its services, so that who read it may send
    /// one.
    private struct Announcement: Service {
        let logger: Logger
        let metadata: Logger.Metadata

        func run() async throws {
            logger.info("ready", metadata: metadata)
            try? await gracefulShutdown()
        }
    }

    /// Follows the token files until shutdown.
    private struct TokenService: Service {
        let station: DeliveryStation

        func run() async throws {
            await cancelWhenGracefulShutdown { await station.followTokens() }
        }
    }
}
