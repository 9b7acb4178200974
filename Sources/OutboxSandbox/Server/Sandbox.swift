import NIOCore
import OutboxCore
import Synchronization

/// A stand-in for TikTok's Events API 2.0 on this machine: it checks like the original, counts what it takes, and
/// misbehaves on request.
///
/// - `POST /open_api/v1.3/event/track/`: as TikTok's.
/// - `GET /tally`: what came in and what was taken, as one JSON object: `requests` (all), `refused_requests` (by the
///   checks, not by faults), `events` (taken), of these `distinct` (by event source id, name and `event_id`),
/// `repeated`
///   and `test_events`; `max_batch`; and of the distinct ones `without_page`, `value` by currency (exact), `num_items`,
///   `by_event`.
/// - `POST /reset`: empties the tally.
/// - `POST /faults`: changes what the body names of `{"rate-limit": 0.1, …, "delay_ms": 20, "slow_ms": 1000,
///   "refuse_event_ids": ["a"], "index": false, "next": ["hang", "ok"]}`: how often each ``Fault`` happens, how late
///   answers come, events that are refused whatever they hold, whether a refusal names the position, and what happens
/// to
///   the next requests whatever the rates. `GET /faults` shows what is set.
package final class Sandbox: Sendable {
    private struct State {
        var plan: FaultPlan
        var tally = Tally()
        var requestNumber = 0
    }

    /// The path of TikTok's endpoint.
    package static let trackPath = "/open_api/v1.3/event/track/"

    private let settings: SandboxSettings
    private let state: Mutex<State>

    /// Makes a sandbox that does not listen yet.
    ///
    /// - Throws: ``SandboxError`` where the rates of the faults add up to more than 1.
    package init(settings: SandboxSettings) throws(SandboxError) {
        let plan = try FaultPlan(seed: settings.seed, delay: settings.delay, rates: settings.faults)
        self.settings = settings
        state = Mutex(State(plan: plan))
    }

    /// Listens on 127.0.0.1 until the task is cancelled, then ends every connection and returns.
    ///
    /// - Parameter onListening: Called once, with the port.
    /// - Throws: What the system says where the port cannot be listened on.
    package func run(onListening: @Sendable (Int) -> Void) async throws {
        let server = SandboxServer { request in self.react(to: request) }
        try await server.run(port: settings.port, onListening: onListening)
    }

    /// Listens while `body` runs, which is given the port.
    package func withRunning<Result: Sendable>(_ body: (Int) async throws -> Result) async throws -> Result {
        let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { continuation.finish() }
                try await self.run { continuation.yield($0) }
            }
            var iterator = ports.makeAsyncIterator()
            guard let port = await iterator.next() else {
                try await group.next()
                throw SandboxError.notListening
            }
            defer { group.cancelAll() }
            return try await body(port)
        }
    }

    /// The tally, the JSON object of `GET /tally`.
    package var tally: [UInt8] { state.withLock { $0.tally.json } }

    /// Empties the tally.
    package func reset() {
        state.withLock { $0.tally = Tally() }
    }

    /// Changes how it misbehaves; the same as `POST /faults`.
    package func setFaults(_ json: [UInt8]) throws(SandboxError) {
        try state.withLock { (state: inout sending State) throws(SandboxError) in try state.plan.apply(json) }
    }

    /// What is done about a request.
    func react(to request: SandboxRequest) -> SandboxReaction {
        switch (request.method, request.path) {
        case ("POST", Self.trackPath):
            return track(request)
        case (_, Self.trackPath):
            return now(.tiktok(40400, "Method not allowed", requestID: "sandbox", status: 405))
        case ("GET", "/tally"):
            return now(SandboxAnswer(body: tally))
        case ("POST", "/reset"):
            reset()
            return now(SandboxAnswer(body: tally))
        case ("POST", "/faults"):
            do throws(SandboxError) {
                try setFaults(request.body)
            } catch {
                return now(.error(error))
            }
            return now(SandboxAnswer(body: state.withLock { $0.plan.json }))
        case ("GET", "/faults"):
            return now(SandboxAnswer(body: state.withLock { $0.plan.json }))
        default:
            return now(.tiktok(40400, "Route not found", requestID: "sandbox", status: 404))
        }
    }

    private func now(_ answer: SandboxAnswer) -> SandboxReaction { .answer(answer, after: .zero) }

    private func track(_ request: SandboxRequest) -> SandboxReaction {
        let (plan, fault, id) = state.withLock { state in
            state.requestNumber += 1
            state.tally.requests += 1
            let fault = state.plan.draw()
            return (state.plan, fault, "sandbox-\(state.requestNumber)")
        }
        switch fault {
        case .rateLimit:
            let message = "Too many requests. Please retry in some time."
            return .answer(.tiktok(40100, message, requestID: id), after: plan.delay)
        case .http429: return .answer(.tooManyRequests, after: plan.delay)
        case .serverError: return .answer(.tiktok(50000, "System error", requestID: id), after: plan.delay)
        case .badGateway: return .answer(.badGateway, after: plan.delay)
        case .hang: return .silence
        case .resetBefore: return .reset
        case .slow, .resetAfter, .partial, .garbage, nil: return take(request, plan, fault, id)
        }
    }

    private func take(_ request: SandboxRequest, _ plan: FaultPlan, _ fault: Fault?, _ id: String) -> SandboxReaction {
        let check = RequestCheck(
            token: settings.token, eventSourceID: settings.eventSourceID, refusedEventIDs: plan.refusedEventIDs,
            namesIndex: plan.namesIndex
        )
        do throws(RequestCheck.Refusal) {
            let taken = try check.check(token: request.token, contentType: request.contentType, body: request.body)
            state.withLock { $0.tally.take(taken) }
        } catch {
            state.withLock { $0.tally.refusedRequests += 1 }
            return .answer(.tiktok(error.code, error.message, requestID: id), after: plan.delay)
        }
        let delay = fault == .slow ? plan.delay + plan.slowDelay : plan.delay
        return switch fault {
        case .resetAfter: .reset
        case .partial: .answer(.tiktok(20001, "Partial success", requestID: id), after: delay)
        case .garbage: .answer(SandboxAnswer(contentType: "text/plain", body: Array("OK :-)".utf8)), after: delay)
        default: .answer(.tiktok(0, "OK", requestID: id), after: delay)
        }
    }
}
