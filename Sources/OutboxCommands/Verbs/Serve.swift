import ArgumentParser
import Logging
import OutboxConfiguration
import OutboxCore
import OutboxDispatch
import OutboxWorker
import ServiceLifecycle
import UnixSignals

/// `outbox serve`: works the lanes until it is told to stop.
struct Serve: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Deliver until SIGTERM or SIGINT; then finish what is on its way (30 s at most) and end with 0.",
        discussion: "SIGHUP, or `outbox reload`, takes up the changed configuration: all of it, or nothing.")

    @OptionGroup var global: GlobalOptions

    func perform(_ console: Console) async throws -> ExitStatus {
        let logger = LogOutput.logger(level: .info)
        let start = SystemClock.now
        let workplace = try await Workplace.open(global, .writing)
        defer { workplace.close() }
        try await workplace.hideKeptIdentities()
        let station = try DeliveryStation(workplace, names: nil, verb: "serve", logger: logger)
        logger.info(
            "ready",
            metadata: [
                "destinations": "\(station.destinations.map(\.name).joined(separator: ","))",
                "database": "\(workplace.configuration.databasePath)",
            ])
        let follower = try await ConfigurationFollower(workplace, station, global, start: start, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [TokenService(station: station), follower, station.pool],
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch {
            await station.shutDown()
            throw error
        }
        await station.shutDown()
        logger.info("stopped")
        return .fine
    }

    /// Follows the token files until shutdown.
    private struct TokenService: Service {
        let station: DeliveryStation

        func run() async throws {
            await cancelWhenGracefulShutdown { await station.followTokens() }
        }
    }
}
