import OutboxCore
import OutboxIntake
import OutboxYAML

extension ConfigurationReader {
    private static let serverKeys = [
        "max_body", "max_connections", "max_backlog", "min_free_disk", "timeout", "keep_headers", "trusted_proxies",
    ]

    /// Reads `listen`.
    mutating func readListen(_ section: Section) {
        guard let setting = section["listen"], let text = setting.string(example: "127.0.0.1:8080") else { return }
        guard let address = ListenAddress(text) else {
            return setting.error("not an address with a port: \(Quoting.quoted(text)); write it like 127.0.0.1:8080")
        }
        configuration.listen = address
    }

    /// Reads `server`, before the sources.
    mutating func readServer(_ section: Section) {
        guard let setting = section["server"],
            let server = Section(
                setting, keys: Self.serverKeys,
                renamed: [
                    "body": "max_body", "limit": "max_body", "connections": "max_connections",
                    "backlog": "max_backlog", "headers": "keep_headers", "timeouts": "timeout",
                ], example: "{max_body: 1MB}")
        else { return }
        let mega = 1 << 20
        if let size = server["max_body"]?.size(in: 16 * 1024...64 * mega) {
            configuration.server.maximumBodyBytes = size
        }
        if let count = server["max_connections"]?.integer(in: 1...100_000, example: 1000) {
            configuration.server.maximumConnections = count
        }
        if let count = server["max_backlog"]?.integer(in: 1...1_000_000_000, example: 10_000_000) {
            configuration.server.maximumBacklog = count
        }
        if let size = server["min_free_disk"]?.size(in: 1...1_000_000 * mega) {
            configuration.server.minimumFreeBytes = size
        }
        readServerTimes(server)
        readKeptHeaders(server)
        readTrustedProxies(server)
    }

    private mutating func readServerTimes(_ server: Section) {
        guard let setting = server["timeout"],
            let times = Section(
                setting, keys: ["header", "body", "idle"], example: "{header: 10s, body: 30s, idle: 75s}")
        else { return }
        let range = Duration.milliseconds(100)...Duration.seconds(3600)
        if let time = times["header"]?.duration(in: range) { configuration.server.headerTime = time }
        if let time = times["body"]?.duration(in: range) { configuration.server.bodyTime = time }
        if let time = times["idle"]?.duration(in: range) { configuration.server.idleTime = time }
    }

    private mutating func readKeptHeaders(_ server: Section) {
        guard let setting = server["keep_headers"] else { return }
        for item in setting.list(example: "[x-request-id]") ?? [] {
            guard let name = item.string(example: "x-request-id")?.lowercased() else { continue }
            if let problem = FieldChecks.keptHeader(name) {
                item.error(problem)
            } else if !configuration.server.keptHeaders.contains(name) {
                configuration.server.keptHeaders.append(name)
            }
        }
    }

    private mutating func readTrustedProxies(_ server: Section) {
        guard let setting = server["trusted_proxies"] else { return }
        for item in setting.list(example: "[10.0.0.0/8]") ?? [] {
            guard let text = item.string(example: "10.0.0.0/8") else { continue }
            guard let range = AddressRange(text) else {
                item.error("not an address or a range of them, such as 10.0.0.0/8 or ::1: \(Quoting.quoted(text))")
                continue
            }
            configuration.server.trustedProxies.append(range)
        }
    }
}
