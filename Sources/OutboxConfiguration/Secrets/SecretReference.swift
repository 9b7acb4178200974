import OutboxYAML

/// Where a secret is found; the configuration holds only this.
package enum SecretReference: Sendable, Hashable {
    /// An environment variable of this name.
    case environment(String)
    /// The file at this absolute path; a line break at its end does not count.
    case file(String)

    /// The largest file that is read, in bytes.
    package static let maximumFileBytes = 64 * 1024

    /// Fetches the secret.
    ///
    /// Blocks for the time of reading a small file; never waits for a pipe. White space at the ends is cut off.
    ///
    /// - Parameters:
    ///   - environment: The process' environment.
    ///   - sha256: Computes the digest that the fingerprint shows.
    package func resolve(
        environment: [String: String], sha256: ([UInt8]) -> [UInt8]
    ) -> Result<Secret, SecretProblem> {
        fetch(environment: environment, sha256: sha256).map(\.secret)
    }

    func fetch(
        environment: [String: String], sha256: ([UInt8]) -> [UInt8]
    ) -> Result<FetchedSecret, SecretProblem> {
        let text: String
        var isOpenToOthers = false
        switch self {
        case .environment(let name):
            guard let value = environment[name] else { return .failure(.missing(self)) }
            text = value
        case .file(let path):
            switch FileContents.read(path, limit: Self.maximumFileBytes) {
            case .failure(.missing): return .failure(.missing(self))
            case .failure(let failure): return .failure(.unreadable(self, detail: failure.description))
            case .success(let contents):
                guard let decoded = String(validating: contents.bytes, as: UTF8.self) else {
                    return .failure(.unusable(self))
                }
                text = decoded.hasSuffix("\r\n") || decoded.hasSuffix("\n") ? String(decoded.dropLast()) : decoded
                isOpenToOthers = contents.isOpenToOthers
            }
        }
        let trimmed = Self.trim(text)
        guard !trimmed.isEmpty else { return .failure(.empty(self)) }
        // What a header may carry (RFC 9110, section 5.5), less what no token has.
        guard trimmed.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else { return .failure(.unusable(self)) }
        return .success(
            FetchedSecret(
                secret: Secret(trimmed, sha256: sha256), wasTrimmed: trimmed.utf8.count != text.utf8.count,
                isOpenToOthers: isOpenToOthers))
    }

    private static func trim(_ text: String) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        let rest = text.drop(while: isSpace)
        guard let last = rest.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(rest[...last])
    }
}

extension SecretReference: CustomStringConvertible {
    /// The place in words.
    package var description: String {
        switch self {
        case .environment(let name): "environment variable \(Quoting.bare(name))"
        case .file(let path): "file \(Quoting.bare(path))"
        }
    }
}
