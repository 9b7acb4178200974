/// The front part of an address: `scheme://[user[:password]@]host[:port]` (RFC 3986, section 3).
struct Authority {
    let scheme: String
    let userInformation: String?
    let host: String
    let port: Int?

    init?(url: String) {
        guard let separator = url.firstRange(of: "://") else { return nil }
        scheme = url[..<separator.lowerBound].lowercased()
        var rest = url[separator.upperBound...].prefix { !"/?#".contains($0) }
        if let at = rest.lastIndex(of: "@") {
            userInformation = String(rest[..<at])
            rest = rest[rest.index(after: at)...]
        } else {
            userInformation = nil
        }
        let portText: Substring
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end].lowercased()
            portText = rest[rest.index(after: end)...]
            guard portText.isEmpty || portText.first == ":" else { return nil }
        } else {
            host = rest.prefix { $0 != ":" }.lowercased()
            portText = rest.drop { $0 != ":" }
        }
        guard !host.isEmpty else { return nil }
        if portText.isEmpty {
            port = nil
        } else {
            guard let number = Int(portText.dropFirst()), (1...65535).contains(number) else { return nil }
            port = number
        }
    }
}
