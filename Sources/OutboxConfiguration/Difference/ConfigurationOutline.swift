import OutboxCore
import OutboxIntake
import OutboxMapping
import OutboxRouting

/// A configuration as a list of named facts, defaults included, so that two of them can be compared by name.
///
/// Holds no secret, only where each is found.
struct ConfigurationOutline {
    /// One fact.
    struct Fact: Hashable {
        /// Its name: `destinations.main.events.purchase`.
        let path: String
        /// What is said of it.
        let value: String
        /// Its line in the file, where it has one of its own.
        let line: Int?
    }

    private(set) var facts: [Fact] = []

    /// Lists the facts of a configuration.
    init(_ configuration: Configuration) {
        add("database", configuration.databasePath)
        add("listen", configuration.serverAddress?.description)
        add(configuration.server)
        for entry in configuration.operators { add("operators.\(entry.name)", entry.token.description) }
        add("identity.phone_region", configuration.identity.phoneRegion)
        add("identity.external_id.case", configuration.identity.lowercasesExternalID ? "lower" : "keep")
        add("privacy.store", configuration.privacy.store.rawValue)
        add("privacy.scrub", configuration.privacy.scrub.rawValue)
        add("keep.bodies", DurationText.write(configuration.keep.bodies))
        add("keep.requests", DurationText.write(configuration.keep.requests))
        add("keep.records", DurationText.write(configuration.keep.records))
        add("keep.echoes", DurationText.write(configuration.keep.echoes))
        for source in configuration.sources { add(source) }
        for destination in configuration.destinations { add(destination) }
    }

    private mutating func add(_ path: String, _ value: String?, _ line: Int? = nil) {
        if let value { facts.append(Fact(path: path, value: value, line: line)) }
    }

    private mutating func add(_ server: ServerSettings) {
        add("server.max_body", SizeText.write(server.maximumBodyBytes))
        add("server.max_connections", "\(server.maximumConnections)")
        add("server.max_backlog", "\(server.maximumBacklog)")
        add("server.min_free_disk", SizeText.write(server.minimumFreeBytes))
        add("server.timeout.header", DurationText.write(server.headerTime))
        add("server.timeout.body", DurationText.write(server.bodyTime))
        add("server.timeout.idle", DurationText.write(server.idleTime))
        for name in server.keptHeaders { add("server.keep_headers", name) }
        for range in server.trustedProxies { add("server.trusted_proxies", range.description) }
    }

    private mutating func add(_ source: SourceSettings) {
        let path = "sources.\(source.name)"
        add("\(path).dialect", source.dialect, source.line)
        add("\(path).event_id", source.rules.eventID.rawValue, source.line)
        add("\(path).max_event", SizeText.write(source.rules.maximumEventBytes), source.line)
        add("\(path).ip", source.addressOrigin.rawValue, source.line)
        for key in source.keys { add("\(path).keys", key.description, source.line) }
    }

    private mutating func add(_ destination: DestinationSettings) {
        let path = "destinations.\(destination.name)"
        let rules = destination.rules
        func line(_ key: String) -> Int? { rules.lines[key] ?? destination.line }
        add("\(path).event_source", rules.eventSource.rawValue, line("event_source"))
        add("\(path).event_source_id", rules.eventSourceID, line("event_source_id"))
        add("\(path).access_token", destination.accessToken.description, line("access_token"))
        add("\(path).access_tokens[1]", destination.secondAccessToken?.description, line("access_tokens"))
        add("\(path).endpoint", destination.endpoint, line("endpoint"))
        add("\(path).ca_file", destination.customCAFile, line("ca_file"))
        add("\(path).mode", rules.mode.rawValue, line("mode"))
        add("\(path).test_event_code", rules.testEventCode, line("test_event_code"))
        add("\(path).names", rules.names.rawValue, line("names"))
        add("\(path).pairing", rules.pairing.rawValue, line("pairing"))
        add("\(path).echo.key", destination.echo?.key, line("echo"))
        add("\(path).echo.origins", destination.echo?.origins.joined(separator: ", "), line("echo"))
        add("\(path).echo.url", destination.echo?.url, line("echo"))
        add("\(path).sources", destination.listensTo.joined(separator: ", "), line("sources"))
        add(rules.consent, path)
        for filter in rules.filters { add("\(path).filters", filter.text, filter.line) }
        addEvents(rules, path)
        add(rules.map, "\(path).map")
        add(destination.delivery, path, line("delivery"))
    }

    private mutating func add(_ consent: ConsentRules?, _ path: String) {
        guard let consent else { return }
        add("\(path).consent.require", consent.require.joined(separator: ", "), consent.line)
        add("\(path).consent.when_missing", consent.whenMissing.rawValue, consent.line)
        add("\(path).consent.when_denied", consent.whenDenied.rawValue, consent.line)
        add("\(path).consent.pixel", consent.pixel, consent.line)
        add("\(path).consent.ldu.when", consent.limitedDataUse?.text, consent.line)
    }

    /// The events in force, whether the file lists them or the shipped table does.
    private mutating func addEvents(_ rules: DestinationRules, _ path: String) {
        for (name, alternatives) in EffectiveMapping(rules: rules).events.sorted(by: { $0.key < $1.key }) {
            for (index, rule) in alternatives.enumerated() {
                let place = "\(path).events.\(name)" + (alternatives.count > 1 ? "[\(index)]" : "")
                var value = rule.to ?? EventRule.keep
                if let when = rule.when { value += " when \(when.text)" }
                if let pairing = rule.pairing { value += ", pairing \(pairing.rawValue)" }
                add(place, value, rule.line)
                add(rule.map, "\(place).map")
            }
        }
    }

    private mutating func add(_ table: MappingTable, _ path: String) {
        for entry in table.entries {
            let line: Int? =
                switch entry.origin {
                case .configuration(let line): line
                case .shipped: nil
                }
            add("\(path).\(entry.target)", entry.rule?.text ?? "null", line)
        }
    }

    private mutating func add(_ delivery: DeliverySettings, _ path: String, _ line: Int?) {
        let path = "\(path).delivery"
        add("\(path).batch.max", String(delivery.batchMax), line)
        add("\(path).batch.wait", DurationText.write(delivery.batchWait), line)
        add("\(path).concurrency", String(delivery.concurrency), line)
        add("\(path).rate", RateText.write(delivery.rate), line)
        add("\(path).retry.for", DurationText.write(delivery.retryFor), line)
        add("\(path).retry.max_wait", DurationText.write(delivery.retryMaxWait), line)
        add("\(path).max_event_age", DurationText.write(delivery.maxEventAge), line)
        add("\(path).timeout.connect", DurationText.write(delivery.connectTimeout), line)
        add("\(path).timeout.request", DurationText.write(delivery.requestTimeout), line)
    }
}
