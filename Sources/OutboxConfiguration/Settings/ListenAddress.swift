/// Where the HTTP server listens.
package struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A name, an IPv4 address, or an IPv6 address without brackets.
    package var host: String
    /// The port; 0 takes a free one.
    package var port: Int

    /// Makes an address.
    package init(host: String = "127.0.0.1", port: Int = 8080) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:8080` or `[::1]:8080`; nil for anything else.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        var host = String(text[..<colon])
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }),
            let port = Int(digits), port <= 65535
        else { return nil }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        if isBracketed { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, host.contains(":") == isBracketed,
            host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"/@[]".utf8.contains($0) })
        else { return nil }
        self.init(host: host, port: port)
    }

    /// The address as the configuration writes it.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
