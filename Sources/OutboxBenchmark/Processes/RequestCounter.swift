import Synchronization

/// Counts requests; may be used from any thread.
final class RequestCounter: Sendable {
    private struct State {
        var requests = 0
        var newestArrival = 0.0
    }

    private let state = Mutex(State())

    /// Notes the first bytes of a request.
    func began() {
        let now = Machine.sharedSeconds
        state.withLock { $0.newestArrival = now }
    }

    /// Notes a request that is answered.
    func answered() {
        state.withLock { $0.requests += 1 }
    }

    /// How many requests were answered since this was last asked.
    func takeRequests() -> Int {
        state.withLock { state in
            defer { state.requests = 0 }
            return state.requests
        }
    }

    /// When the first bytes of a request came that began after a moment; waits for it.
    func arrival(after moment: Double) async throws -> Double {
        while true {
            let newest = state.withLock(\.newestArrival)
            if newest > moment { return newest }
            guard Machine.sharedSeconds < moment + 20 else { throw BenchmarkError("no request came within 20 seconds") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
