/// A proxy: where it listens, how it is spoken to, and who we are to it.
package struct ProxyServer: Sendable, Hashable, CustomStringConvertible {
    /// The two protocols that are spoken.
    package enum Kind: Sendable, Hashable {
        /// HTTP `CONNECT`.
        case http
        /// SOCKS 5 without a password.
        case socks
    }

    /// The protocol spoken to the proxy.
    package let kind: Kind
    /// The name or address of the proxy.
    package let host: String
    /// The port on that host.
    package let port: Int
    /// The user, decoded.
    let user: String?
    /// The password, decoded; never shown.
    let password: String?

    /// Reads `http://[user:password@]host[:port]`, `socks5://host[:port]` or `host:port`; nil for anything else.
    package init?(_ text: String) {
        guard let authority = Authority(url: text.contains("://") ? text : "http://" + text) else { return nil }
        switch authority.scheme {
        case "http": kind = .http
        case "socks5", "socks5h", "socks": kind = .socks
        default: return nil
        }
        host = authority.host
        port = authority.port ?? (kind == .http ? 80 : 1080)
        if let information = authority.userInformation {
            guard kind == .http else { return nil }
            let parts = information.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = Self.decoded(parts[0])
            password = parts.count > 1 ? Self.decoded(parts[1]) : ""
            guard user != nil, password != nil else { return nil }
        } else {
            user = nil
            password = nil
        }
    }

    /// Host and port, without user and password.
    package var description: String { "\(host):\(port)" }

    /// Undoes percent-encoding (RFC 3986, section 2.1); nil where it is broken.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
