import OutboxConfiguration
import OutboxIdentity
import OutboxWorker
import Synchronization

/// The access tokens of one destination: one, or two while one replaces the other at TikTok.
final class TokenRotation: Sendable {
    private struct State {
        /// Which one the next request takes.
        var position = 0
        /// The digests of those that TikTok refused.
        var refused: Set<String> = []
    }

    private let tokens: [TokenSource]
    private let state = Mutex(State())

    /// Fetches the tokens, or says which one is missing (exit 3).
    init(_ settings: DestinationSettings, path: String, environment: [String: String]) throws {
        var references = [("\(path).access_token", settings.accessToken)]
        if let second = settings.secondAccessToken {
            references = [("\(path).access_tokens[0]", settings.accessToken), ("\(path).access_tokens[1]", second)]
        }
        tokens = try references.map { try TokenSource($0.1, path: $0.0, environment: environment) }
    }

    /// The token that the next request takes.
    var token: String { tokens[state.withLock(\.position)].token }

    /// One digest that changes with any of the tokens, no way back to one of them.
    var digest: String {
        guard tokens.count > 1 else { return tokens[0].digest }
        let digests = tokens.map(\.digest).joined(separator: " ")
        return String(SHA256Digest(of: digests).hexadecimal.prefix(16))
    }

    /// How the lane goes from one to the other; nil where there is one alone.
    var lane: LaneTokens? {
        guard tokens.count > 1 else { return nil }
        return LaneTokens(inUse: { self.inUse }, replace: { self.replace($0) })
    }

    /// Looks whether one has changed, and gives the new digest if so; what was refused before is tried again then.
    func refresh() -> String? {
        let isChanged = tokens.map { $0.refresh() != nil }.contains(true)
        guard isChanged else { return nil }
        state.withLock { $0 = State() }
        return digest
    }

    private var inUse: String { tokens[state.withLock(\.position)].digest }

    private func replace(_ refused: String) -> String? {
        state.withLock { state in
            // A late answer to a request with the one that was replaced already.
            guard tokens[state.position].digest == refused else { return tokens[state.position].digest }
            state.refused.insert(refused)
            guard let next = tokens.firstIndex(where: { !state.refused.contains($0.digest) }) else {
                state = State()
                return nil
            }
            state.position = next
            return tokens[next].digest
        }
    }
}
