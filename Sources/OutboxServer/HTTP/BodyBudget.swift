import Synchronization

/// The bytes of all bodies that are held at a time, whatever the connections are: those on their way in, and those
/// whose events wait for the writer.
final class BodyBudget: Sendable {
    private struct State {
        var held = 0
        var heldOfUnknown = 0
    }

    private let state = Mutex(State())

    /// Takes so many bytes more, or says why there is no room for them.
    ///
    /// - Parameter isKnown: whether they are of somebody who has shown a key.
    func take(_ bytes: Int, isKnown: Bool, _ limits: HTTPLimits) -> RequestFailure? {
        let hasRoom = state.withLock { state in
            guard state.held + bytes <= limits.heldBytes else { return false }
            guard isKnown || state.heldOfUnknown + bytes <= limits.heldBytesOfUnknown else { return false }
            state.held += bytes
            if !isKnown { state.heldOfUnknown += bytes }
            return true
        }
        guard !hasRoom else { return nil }
        let whose = isKnown ? "" : " of requests without a key in their headers"
        return RequestFailure(.busy, "too many bodies\(whose) are on their way at once: come again", retryAfter: 1)
    }

    /// Gives bytes back that were taken.
    func giveBack(_ bytes: Int, isKnown: Bool) {
        state.withLock { state in
            state.held -= bytes
            if !isKnown { state.heldOfUnknown -= bytes }
        }
    }
}
