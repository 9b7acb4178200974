package import OutboxCore
import OutboxIntake
import Synchronization

/// What producers ask over HTTP: hand over, look up, take back; and whether the process is well.
///
/// Answers that an event is taken only after the store has it on disk. Knows no store: it is given the protocols.
package final class ProducerAPI: Sendable {
    /// Events of one request.
    package static let maximumEvents = 1000

    let store: any OutboxStore
    let archive: any OutboxArchive
    let rejects: RejectLog
    let surroundings: Surroundings
    let backpressure: Backpressure
    let echoRates = Mutex(EchoRates())
    private let state: Mutex<State>

    private struct State {
        var configuration: ServedConfiguration
        /// Why the last write failed; nil where it did not.
        var writeFailure: StoreError?
        /// When it was last looked whether writes succeed again.
        var lookedAt: ContinuousClock.Instant?
    }

    /// How often it is looked at most whether writes succeed again.
    private static let lookInterval: Duration = .seconds(1)

    /// Makes an API that works by a configuration.
    package init(
        store: any OutboxStore, archive: any OutboxArchive, rejects: RejectLog,
        configuration: ServedConfiguration, surroundings: Surroundings
    ) {
        self.store = store
        self.archive = archive
        self.rejects = rejects
        self.surroundings = surroundings
        state = Mutex(State(configuration: configuration))
        backpressure = Backpressure { configuration in
            let status = try await archive.status(destinations: configuration.destinations, now: surroundings.now())
            let waiting = status.destinations.filter { $0.state != .removed }.map {
                $0.queued + $0.retrying + $0.sending
            }
            // What waits for a configuration with its source does so for as long as it takes.
            let unfanned = status.unfanned(of: Set(configuration.sources.map(\.name)))
            return Backpressure.Sample(
                waiting: waiting.reduce(unfanned, +), freeBytes: surroundings.freeBytes())
        }
    }

    /// Works by another configuration from the next request on.
    package func take(_ configuration: ServedConfiguration) {
        state.withLock { $0.configuration = configuration }
    }

    /// What clients may send at the moment.
    package var limits: HTTPLimits { configuration.limits }

    /// Answers a request.
    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        do throws(RequestFailure) {
            return try await answer(request)
        } catch {
            note(error)
            return error.response
        }
    }

    var configuration: ServedConfiguration { state.withLock(\.configuration) }

    /// Whether the last write succeeded; where it did not, looks whether one does now.
    ///
    /// Nobody hands events over to a server that is not ready, so that no other write would tell.
    func isWriting() async -> Bool {
        let (isFailing, looks) = state.withLock { state in
            guard state.writeFailure != nil else { return (false, false) }
            let isEarly = state.lookedAt.map { ContinuousClock.now - $0 < Self.lookInterval } ?? false
            if !isEarly { state.lookedAt = .now }
            return (true, !isEarly)
        }
        guard isFailing, looks else { return !isFailing }
        return (try? await write { try await store.checkWriting() }) != nil
    }

    private func answer(_ request: HTTPRequest) async throws(RequestFailure) -> HTTPResponse {
        let match = try RouteMatch(method: request.method, path: request.path)
        switch match.route {
        case .enqueue: return try await enqueue(request)
        case .event: return try await event(match.parameter ?? "", request)
        case .cancel: return try await cancel(match.parameter ?? "", request)
        case .track, .page, .screen, .identify, .group, .alias, .batch: return try await call(match.route, request)
        case .echo: return await echo(request)
        case .echoPreflight: return echoPreflight(request)
        case .health: return .json(Array(#"{"status":"ok"}"#.utf8))
        case .readiness: return await readiness()
        case .document: return HTTPResponse(status: 200, contentType: "application/yaml", body: APIDocument.yaml)
        }
    }

    /// The source whose key the request brings as a bearer, or 401.
    func source(_ request: HTTPRequest, in configuration: ServedConfiguration) throws(RequestFailure) -> ServedSource {
        guard let key = Credentials.bearer(request.headers), let source = configuration.source(withKey: key) else {
            throw Self.unauthorized
        }
        return source
    }

    static let unauthorized = RequestFailure(.unauthorized, "no write key that is known here")

    /// Writes, and remembers how that went.
    func write<Value: Sendable>(
        _ body: () async throws -> Value
    ) async throws(RequestFailure) -> Value {
        do {
            let value = try await body()
            state.withLock { $0.writeFailure = nil }
            return value
        } catch {
            let failure = error as? StoreError ?? .closed
            if failure != .busy { state.withLock { $0.writeFailure = failure } }
            throw RequestFailure(failure)
        }
    }
}
