import Glibc
import OutboxConfiguration
import OutboxIdentity
import Synchronization

/// A destination's access token: from the environment as it was at the start, from a file again when its time changes.
final class TokenSource: Sendable {
    private struct State {
        var token: String
        var digest: String
        var fileTime: Int64
    }

    private let reference: SecretReference
    private let environment: [String: String]
    private let state: Mutex<State>

    /// Fetches the token, or says why there is none (exit 3).
    init(_ reference: SecretReference, path: String, environment: [String: String]) throws {
        self.reference = reference
        self.environment = environment
        let secret = try Self.fetch(reference, path: path, environment: environment)
        state = Mutex(
            State(token: secret.reveal(), digest: Self.digest(secret), fileTime: Self.fileTime(reference)))
    }

    /// The token in use.
    var token: String { state.withLock(\.token) }

    /// The first 8 bytes of its SHA-256 in hexadecimal digits: enough to see a change, no way back to the token.
    var digest: String { state.withLock(\.digest) }

    /// Looks whether the file has changed, and gives the new token's digest if it has. A file that cannot be read now
    /// leaves the old token in use.
    func refresh() -> String? {
        guard case .file = reference else { return nil }
        let time = Self.fileTime(reference)
        guard time != state.withLock(\.fileTime),
            let secret = try? Self.fetch(reference, path: "", environment: environment)
        else { return nil }
        return state.withLock { state in
            state.fileTime = time
            let digest = Self.digest(secret)
            guard digest != state.digest else { return nil }
            (state.token, state.digest) = (secret.reveal(), digest)
            return digest
        }
    }

    private static func fetch(
        _ reference: SecretReference, path: String, environment: [String: String]
    ) throws -> Secret {
        switch reference.resolve(environment: environment, sha256: { Array(SHA256Digest(of: $0).bytes) }) {
        case .success(let secret): return secret
        case .failure(let problem):
            throw CommandFailure(.configuration, code: "missing_secret", "\(path): \(problem)", path: path)
        }
    }

    private static func digest(_ secret: Secret) -> String {
        String(SHA256Digest(of: secret.reveal()).hexadecimal.prefix(16))
    }

    /// When the file was last changed, in nanoseconds; 0 for the environment and a file that is not there.
    private static func fileTime(_ reference: SecretReference) -> Int64 {
        guard case .file(let path) = reference else { return 0 }
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
