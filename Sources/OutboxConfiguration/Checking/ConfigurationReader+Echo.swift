import OutboxCore
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    private static let echoExample =
        "{key: shop-web-2026, origins: [\"https://shop.example\"], url: \"https://events.shop.example\"}"

    /// Reads `echo` of a destination: how pages report what their pixel sent.
    func readEcho(_ section: Section, into destination: inout DestinationSettings) {
        guard let setting = section["echo"],
            let echo = Section(
                setting, line: section.line(of: "echo"), keys: ["key", "origins", "url"],
                renamed: ["origin": "origins", "public_key": "key", "endpoint": "url"], example: Self.echoExample)
        else { return }
        if destination.rules.eventSource != .web {
            setting.error("only `event_source: web` has a pixel whose page could report", "remove it")
        }
        let key = echo.required("key", example: "shop-web-2026").flatMap { readEchoKey($0, of: destination) }
        let origins = echo.required("origins", example: "[\"https://shop.example\"]").flatMap { readOrigins($0) }
        let url = echo.required("url", example: "\"https://events.shop.example\"").flatMap { readEchoURL($0) }
        guard let key, let origins, let url else { return }
        destination.echo = EchoSettings(key: key, origins: origins, url: url, line: section.line(of: "echo"))
    }

    private func readEchoKey(_ setting: Setting, of destination: DestinationSettings) -> String? {
        guard let key = setting.string(example: "shop-web-2026") else { return nil }
        let isPlain = key.utf8.allSatisfy { byte in
            0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || byte == 0x5F || byte == 0x2D
        }
        guard isPlain, (8...64).contains(key.utf8.count) else {
            setting.error(
                "a public key is 8 to 64 letters, digits, hyphens and underscores (not shown)", "shop-web-2026")
            return nil
        }
        // With `like` it is the same key for the same pixel.
        let other = configuration.destinations.first { $0.echo?.key == key && $0.name != destination.like }
        if let other, other.like == nil || destination.like == nil {
            setting.error("the key of destination \(other.name) too; it must tell which pixel reports", nil)
            return nil
        }
        return key
    }

    private func readOrigins(_ setting: Setting) -> [String]? {
        guard let items = setting.list(example: "[\"https://shop.example\"]") else { return nil }
        if items.isEmpty {
            setting.error("an empty list: no page could report", "[\"https://shop.example\"]")
            return nil
        }
        var origins: [String] = []
        for item in items {
            guard let text = item.string(example: "\"https://shop.example\"") else { continue }
            guard text != "*" else {
                item.error("any page of the world could report; name the shop's own", "\"https://shop.example\"")
                continue
            }
            let origin = Self.withoutSlash(text).lowercased()
            if let found = EndpointCheck.problem(with: origin, like: "https://shop.example", carried: "ids") {
                item.error(found.problem, found.suggestion)
            } else if origin.split(separator: "/").count > 2 {
                item.error("an origin has no path: \(Quoting.quoted(text))", Self.origin(of: origin))
            } else if origins.contains(origin) {
                item.warning("named twice")
            } else {
                origins.append(origin)
            }
        }
        return origins.count == items.count || !origins.isEmpty ? origins : nil
    }

    private func readEchoURL(_ setting: Setting) -> String? {
        guard let text = setting.string(example: "\"https://events.shop.example\"") else { return nil }
        if let found = EndpointCheck.problem(with: text, like: "https://shop.example", carried: "ids") {
            setting.error(found.problem, found.suggestion)
            return nil
        }
        let url = Self.withoutSlash(text)
        guard !url.hasSuffix("/v1/echo") else {
            setting.error("the script adds /v1/echo itself", String(url.dropLast("/v1/echo".count)))
            return nil
        }
        return url
    }

    private static func withoutSlash(_ text: String) -> String {
        text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func origin(of url: String) -> String {
        url.split(separator: "/", maxSplits: 3).prefix(2).joined(separator: "//")
    }
}
