import OutboxYAML

/// Whether requests with the access token may go to a URL, or those of a page.
enum EndpointCheck {
    /// What is wrong with the URL and what to write instead; nil if it is good.
    ///
    /// - Parameters:
    ///   - example: what a good URL looks like.
    ///   - carried: what requests to it carry, in words.
    static func problem(
        with text: String, like example: String = DestinationSettings.defaultEndpoint,
        carried: String = "the token and the events"
    ) -> (problem: String, suggestion: String?)? {
        guard let separator = text.firstRange(of: "://") else { return ("not a URL; write it like \(example)", nil) }
        let scheme = text[..<separator.lowerBound].lowercased()
        let rest = text[separator.upperBound...]
        guard scheme == "https" || scheme == "http" else {
            return ("the URL must begin with https://: \(Quoting.quoted(scheme))", example)
        }
        guard rest.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"\\\"<>^`{|}".utf8.contains($0) }) else {
            return ("the URL holds a character that no URL has", nil)
        }
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // What stands in these places is often a secret; none of it is shown.
        if authority.contains("@") { return ("the URL must not hold a user or a password (not shown)", example) }
        if rest.contains("?") || rest.contains("#") {
            return ("the URL must not hold `?` or `#` (not shown); the token goes in a header", example)
        }
        guard let host = host(of: authority) else {
            return ("the URL has no valid host and port: \(Quoting.quoted(String(authority)))", example)
        }
        if scheme == "http", !isLoopback(host) {
            return (
                "http:// would show \(carried) to the network; only this machine (127.0.0.1, ::1, "
                    + "localhost) may be reached so",
                "https://\(Quoting.bare(String(rest)))"
            )
        }
        return nil
    }

    /// What is odd about a URL that is otherwise good: TikTok's host with another path.
    static func warning(for text: String) -> (problem: String, suggestion: String)? {
        let official = DestinationSettings.defaultEndpoint
        guard text != official, text.lowercased().hasPrefix("https://business-api.tiktok.com") else { return nil }
        return ("not the path of TikTok's Events API 2.0 (mind the slash at the end)", official)
    }

    private static func host(of authority: Substring) -> String? {
        var host = authority
        var port: Substring?
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[authority.index(after: authority.startIndex)..<end]
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            guard host.contains(":"), host.utf8.allSatisfy({ isHexadecimal($0) || ":.".utf8.contains($0) }) else {
                return nil
            }
            port = rest.isEmpty ? nil : rest.dropFirst()
        } else {
            if let colon = authority.firstIndex(of: ":") {
                host = authority[..<colon]
                port = authority[authority.index(after: colon)...]
            }
            guard host.utf8.allSatisfy({ isHostCharacter($0) }) else { return nil }
        }
        if let port {
            guard port.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(port), (1...65535).contains(number)
            else { return nil }
        }
        return host.isEmpty ? nil : host.lowercased()
    }

    private static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        Character(Unicode.Scalar(byte)).isHexDigit
    }

    private static func isHostCharacter(_ byte: UInt8) -> Bool {
        let scalar = Unicode.Scalar(byte)
        return byte < 0x80 && (Character(scalar).isLetter || Character(scalar).isNumber || "-._".utf8.contains(byte))
    }
}
