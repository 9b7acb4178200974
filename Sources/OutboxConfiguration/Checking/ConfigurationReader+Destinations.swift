import OutboxCore
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    private static let destinationKeys = [
        "event_source", "event_source_id", "access_token", "endpoint", "ca_file", "mode", "test_event_code", "names",
        "pairing", "sources", "consent", "filters", "events", "map", "like", "delivery",
    ]
    private static let renamed = [
        "pixel_code": "event_source_id", "pixel_id": "event_source_id", "pixel": "event_source_id",
        "app_id": "event_source_id", "token": "access_token", "test_code": "test_event_code", "url": "endpoint",
        "type": "event_source", "filter": "filters", "source": "sources", "ca": "ca_file", "batch": "delivery.batch",
        "rate": "delivery.rate", "retry": "delivery.retry", "mapping": "map",
    ]
    // Ignoring one of these would send what was meant to stay.
    private static let notBuilt = ["filters", "consent", "map", "like"]

    /// Reads `destinations`, when the sources are known.
    mutating func readDestinations(_ section: Section) {
        let example = "{main: {event_source: web, event_source_id: ..., access_token: {env: TIKTOK_ACCESS_TOKEN}}}"
        guard let setting = section.required("destinations", example: example),
            let destinations = Section(setting, line: section.line(of: "destinations"), example: example)
        else { return }
        if destinations.all.isEmpty { section.error("destinations", "at least one destination is needed", example) }
        for (name, line, setting) in destinations.all {
            if let problem = FieldChecks.name(name) {
                diagnostics.report(.error, setting.path, problem, line: line)
            }
            guard
                let destination = Section(
                    setting, line: line, keys: Self.destinationKeys, renamed: Self.renamed,
                    example: "{event_source: web, ...}")
            else { continue }
            readDestination(name, destination)
        }
    }

    private mutating func readDestination(_ name: String, _ section: Section) {
        for key in Self.notBuilt where section.has(key) {
            section.error(
                key, "not built yet, and ignoring it would send more than you asked", "remove it, or wait for it")
        }
        // With `like` the rest comes from another destination; its absence is no news.
        let isComplete = !section.has("like")
        let eventSource = (isComplete ? section.required("event_source", example: "web") : section["event_source"])?
            .choice(EventSource.self, others: ["pixel": "web", "website": "web", "server": "web"])
        let id = readEventSourceID(section, eventSource, isRequired: isComplete)
        let tokenExample = "TIKTOK_ACCESS_TOKEN"
        let tokenSetting =
            isComplete
            ? section.required("access_token", example: "{env: \(tokenExample)}") : section["access_token"]
        let token = tokenSetting.flatMap { readSecret($0, for: .accessToken, example: tokenExample) }

        var destination = DestinationSettings(
            name: name, eventSource: eventSource ?? .web, eventSourceID: id ?? "",
            accessToken: token ?? .environment(tokenExample), listensTo: readListensTo(section), line: section.line)
        readEndpoint(section, into: &destination)
        readCustomCAFile(section, into: &destination)
        readMode(section, into: &destination.rules)
        readNamesAndPairing(section, into: &destination.rules)
        readEvents(section, into: &destination.rules, eventSource: eventSource)
        readDelivery(section, into: &destination)
        configuration.destinations.append(destination)
    }

    private func readEventSourceID(_ section: Section, _ eventSource: EventSource?, isRequired: Bool) -> String? {
        let key = "event_source_id"
        let example = "C4KEXAMPLE0000000000"
        guard let setting = isRequired ? section.required(key, example: example) : section[key],
            let id = setting.string(example: example)
        else { return nil }
        if let problem = FieldChecks.eventSourceID(id) {
            setting.error(problem, "the pixel code or id from TikTok's Events Manager")
            return nil
        }
        let isDigits = id.utf8.allSatisfy { (48...57).contains($0) }
        switch eventSource {
        case .web where isDigits:
            setting.warning("looks like an app id or an event set id; for `event_source: web` it is the pixel code")
        case .app where !isDigits, .offline where !isDigits, .crm where !isDigits:
            setting.warning("looks like a pixel code; only `event_source: web` has one")
        default: break
        }
        return id
    }

    private func readListensTo(_ section: Section) -> [String] {
        let known = configuration.sources.map(\.name)
        let example = "[\(known.first ?? "backend")]"
        guard let setting = section["sources"] else { return known }
        guard let items = setting.list(example: example) else { return known }
        if items.isEmpty { setting.error("an empty list: it would get no event; name a source", example) }
        let knownNames = Set(known)
        var names: Set<String> = []
        for item in items {
            guard let name = item.string(example: known.first ?? "backend") else { continue }
            if !knownNames.contains(name) {
                item.error("no source is named \(Quoting.quoted(name))", Suggestion.nearest(to: name, among: known))
            } else if !names.insert(name).inserted {
                item.warning("named twice")
            }
        }
        return known.filter(names.contains)
    }

    private func readEndpoint(_ section: Section, into destination: inout DestinationSettings) {
        guard let setting = section["endpoint"],
            let endpoint = setting.string(example: DestinationSettings.defaultEndpoint)
        else { return }
        if let found = EndpointCheck.problem(with: endpoint) { return setting.error(found.problem, found.suggestion) }
        if let found = EndpointCheck.warning(for: endpoint) { setting.warning(found.problem, found.suggestion) }
        destination.endpoint = endpoint
    }

    private func readCustomCAFile(_ section: Section, into destination: inout DestinationSettings) {
        guard let setting = section["ca_file"], let path = setting.string(example: "ca.pem") else { return }
        if let problem = FieldChecks.filePath(path) { return setting.error(problem) }
        let absolute = FilePath.absolute(path, in: folder)
        switch FileContents.read(absolute, limit: Configuration.maximumFileBytes) {
        case .failure(let failure):
            setting.error("\(Quoting.quoted(absolute)) cannot be read: \(failure)")
        case .success(let contents):
            guard String(decoding: contents.bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
                return setting.error("\(Quoting.quoted(absolute)) holds no certificate in PEM form")
            }
            destination.customCAFile = absolute
        }
    }

    private func readMode(_ section: Section, into rules: inout DestinationRules) {
        let mode = section["mode"]?.choice(
            DestinationMode.self,
            others: ["paused": "outbox pause", "production": "live", "prod": "live", "dry-run": "dry_run"])
        rules.mode = mode ?? .test
        if let setting = section["test_event_code"], let code = setting.string(example: "TEST12345") {
            if let problem = FieldChecks.testEventCode(code) { return setting.error(problem, "TEST12345") }
            rules.testEventCode = code
            switch mode {
            case .live:
                setting.error(
                    "with `mode: live` nothing would count: TikTok shows test events and drops them",
                    "remove it, or set mode: test")
            case .dryRun: setting.warning("with `mode: dry_run` nothing is sent; the code has no effect")
            case .test, nil: break
            }
        } else if rules.mode == .test, mode != nil || !section.has("mode"), !section.has("test_event_code") {
            section.warning(
                "mode", "`mode: test` without `test_event_code` only dry-runs: nothing is sent",
                "test_event_code: the code from Events Manager, Test Events")
        }
    }

    private func readNamesAndPairing(_ section: Section, into rules: inout DestinationRules) {
        if let names = section["names"]?.choice(
            EventNames.self, others: ["unified": "current", "new": "current", "old": "classic"])
        {
            rules.names = names
        }
        guard let setting = section["pairing"],
            let pairing = setting.choice(
                Pairing.self, others: ["pixel+server": "pixel", "server": "server_only", "none": "server_only"])
        else { return }
        rules.pairing = pairing
        if pairing == .pixel, rules.eventSource != .web {
            setting.warning("only `event_source: web` has a pixel that could send the same events", "server_only")
        }
    }
}
