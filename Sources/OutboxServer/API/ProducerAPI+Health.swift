import OutboxCore

// Whether the process can do its work.
extension ProducerAPI {
    /// `GET /readyz`: 200 where everything is well, 503 where something is not; says what in either case.
    func readiness() async -> HTTPResponse {
        let configuration = configuration
        let status = try? await archive.status(destinations: configuration.destinations, now: surroundings.now())
        let lanes = status?.destinations.filter { $0.state != .removed } ?? []
        let owned = lanes.count { $0.owner != nil }
        let isWriting = await isWriting()
        let free = surroundings.freeBytes()
        let checks: [(name: StaticString, isWell: Bool, facts: [(StaticString, Int?)])] = [
            ("schema", status != nil, [("version", surroundings.schemaVersion)]),
            ("writer", isWriting, []),
            ("disk", free.map { $0 >= configuration.minimumFreeBytes } ?? true, [("free_bytes", free)]),
            (
                "lanes", !surroundings.worksLanes || owned == lanes.count,
                [("owned", owned), ("destinations", lanes.count)]
            ),
        ]
        let isReady = checks.allSatisfy(\.isWell)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("status")
        writer.string(isReady ? "ready" : "not_ready")
        writer.key("checks")
        writer.beginObject()
        for check in checks {
            writer.key(check.name)
            writer.beginObject()
            writer.key("ok")
            writer.bool(check.isWell)
            for (name, fact) in check.facts {
                writer.key(name)
                if let fact { writer.integer(fact) } else { writer.null() }
            }
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
        return .json(writer.bytes, status: isReady ? 200 : 503)
    }
}
