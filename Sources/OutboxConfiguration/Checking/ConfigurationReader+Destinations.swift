import OutboxCore
import OutboxIntake
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// The keys of a destination.
    static let destinationKeys = [
        "event_source", "event_source_id", "access_token", "access_tokens", "endpoint", "ca_file", "mode",
        "test_event_code", "names", "pairing", "sources", "consent", "filters", "events", "map", "like", "delivery",
        "echo",
    ]
    private static let renamed = [
        "pixel_code": "event_source_id", "pixel_id": "event_source_id", "pixel": "event_source_id",
        "app_id": "event_source_id", "token": "access_token", "tokens": "access_tokens",
        "test_code": "test_event_code", "url": "endpoint", "type": "event_source", "filter": "filters",
        "source": "sources", "ca": "ca_file", "batch": "delivery.batch", "rate": "delivery.rate",
        "retry": "delivery.retry", "mapping": "map", "extends": "like",
    ]
    // What is shared with the destination that `like` names.
    private static let shared: Set = [
        "event_source", "event_source_id", "access_token", "access_tokens", "endpoint", "ca_file", "delivery", "echo",
    ]

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
            readDestination(name, destination, among: destinations)
        }
    }

    private mutating func readDestination(_ name: String, _ own: Section, among destinations: Section) {
        var section = own
        var base: Section?
        if let setting = own["like"] {
            base = readLike(setting, of: name, own, among: destinations)
            // A test code belongs to the mode that it stands beside.
            if let base {
                section.inherit(from: base, except: own.has("mode") ? ["events", "test_event_code"] : ["events"])
            }
        }
        // Where the other destination is not there, its keys are no news.
        let isComplete = !own.has("like")
        let eventSource = (isComplete ? section.required("event_source", example: "web") : section["event_source"])?
            .choice(EventSource.self, others: ["pixel": "web", "website": "web", "server": "web"])
        let id = readEventSourceID(section, eventSource, isRequired: isComplete)
        let tokens = readAccessTokens(section, isRequired: isComplete)

        var destination = DestinationSettings(
            name: name, eventSource: eventSource ?? .web, eventSourceID: id ?? "",
            accessToken: tokens.first ?? .environment(Self.tokenExample), listensTo: readListensTo(section),
            line: section.line)
        destination.secondAccessToken = tokens.dropFirst().first
        destination.like = own["like"]?.node.text
        destination.rules.normalizeIdentities(
            phoneRegion: configuration.identity.phoneRegion,
            lowercasesExternalID: configuration.identity.lowercasesExternalID)
        destination.rules.scrubsTexts = configuration.privacy.scrub == .on
        destination.rules.storesClearEvents = configuration.privacy.store == .full
        let dialects = destination.listensTo.compactMap { configuration.source(named: $0)?.rules.dialect }
        destination.rules.eventShape = .native(from: Set(dialects))
        for key in Self.destinationKeys where section.has(key) { destination.rules.lines[key] = section.line(of: key) }
        readEndpoint(section, into: &destination)
        readCustomCAFile(section, into: &destination)
        readMode(section, into: &destination.rules)
        readNamesAndPairing(section, into: &destination.rules)
        readMap(section, over: base, into: &destination.rules, eventSource: eventSource)
        readEvents(section, into: &destination.rules, eventSource: eventSource)
        readFilters(section, into: &destination.rules, eventSource: eventSource)
        readConsent(section, into: &destination.rules)
        readDelivery(section, into: &destination)
        readEcho(section, into: &destination)
        configuration.destinations.append(destination)
    }

    /// Finds the destination that all but the events comes from.
    private func readLike(
        _ setting: Setting, of name: String, _ own: Section, among destinations: Section
    ) -> Section? {
        guard let other = setting.string(example: "main") else { return nil }
        let others = destinations.all.map(\.key).filter { $0 != name }
        guard other != name, let base = destinations[other] else {
            setting.error(
                other == name
                    ? "a destination cannot be like itself" : "no destination is named \(Quoting.quoted(other))",
                Suggestion.nearest(to: other, among: others) ?? (others.count == 1 ? others.first : nil))
            return nil
        }
        for key in Self.shared where own.has(key) {
            own.error(
                key, "with `like: \(other)` this is what \(other) says, for token and rate are shared", "remove it")
        }
        if !own.has("events") {
            own.error(
                "events", "with `like` these are what differs; without them every event would go twice",
                "events: {purchase: Subscribe}")
        }
        // What is wrong there is said there.
        let silent = Setting(path: base.path, node: base.node, diagnostics: Diagnostics(file: diagnostics.file))
        guard let section = Section(silent, example: "") else { return nil }
        if let its = section["like"]?.node.text {
            setting.error("\(other) is like another destination itself", its)
            return nil
        }
        return section
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
            setting.warning(
                "looks like an app id or an event set id; for `event_source: web` it is the pixel code",
                lint: .eventSourceIDKind)
        case .app where !isDigits, .offline where !isDigits, .crm where !isDigits:
            setting.warning("looks like a pixel code; only `event_source: web` has one", lint: .eventSourceIDKind)
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
            let pairing = readPairing(setting, eventSource: rules.eventSource)
        else { return }
        rules.pairing = pairing
    }

    /// Reads `pairing` of a destination or of a single event.
    func readPairing(_ setting: Setting, eventSource: EventSource?) -> Pairing? {
        let pairing = setting.choice(
            Pairing.self, others: ["pixel+server": "pixel", "server": "server_only", "none": "server_only"])
        if pairing == .pixel, let eventSource, eventSource != .web {
            setting.warning("only `event_source: web` has a pixel that could send the same events", "server_only")
        }
        return pairing
    }
}
