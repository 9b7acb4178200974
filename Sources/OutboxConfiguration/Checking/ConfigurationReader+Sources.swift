import OutboxCore
import OutboxIntake
import OutboxYAML

extension ConfigurationReader {
    /// The keys of a source.
    static let sourceKeys = ["key", "keys", "dialect", "event_id", "max_event", "ip"]

    /// Reads `sources`, when `identity` and `privacy` are known.
    mutating func readSources(_ section: Section) {
        let example = "{backend: {key: {env: BACKEND_KEY}}}"
        guard let setting = section.required("sources", example: example),
            let sources = Section(setting, line: section.line(of: "sources"), example: example)
        else { return }
        if sources.all.isEmpty { section.error("sources", "at least one source is needed", example) }
        for (name, line, setting) in sources.all {
            if let problem = FieldChecks.name(name) {
                diagnostics.report(.error, setting.path, problem, line: line)
            }
            if let source = readSource(name, line, setting) { configuration.sources.append(source) }
        }
    }

    // Gives the source also where one of its keys is wrong, so that destinations can be checked against its name.
    private mutating func readSource(_ name: String, _ line: Int, _ setting: Setting) -> SourceSettings? {
        var source = SourceSettings(name: name, line: line)
        source.rules.phoneRegion = configuration.identity.phoneRegion
        source.rules.lowercasesExternalID = configuration.identity.lowercasesExternalID
        source.rules.scrub = configuration.privacy.scrub
        source.rules.storesClearIdentities = configuration.privacy.store == .full
        // `backend:` alone is a source with the defaults.
        guard !setting.node.isNull,
            let section = Section(
                setting, line: line, keys: Self.sourceKeys,
                renamed: ["token": "key", "write_key": "key", "type": "dialect", "limit": "max_event"],
                example: "{key: {env: BACKEND_KEY}}")
        else { return source }
        readKeys(section, into: &source)
        if let dialect = section["dialect"] { readDialect(dialect, into: &source) }
        if let rule = section["event_id"]?.choice(
            IntakeRules.EventIDRule.self, others: ["required": "require", "optional": "generate"])
        {
            source.rules.eventID = rule
        }
        // A request of one event must fit into TikTok's largest request.
        if let size = section["max_event"]?.size(in: 1024...512 * 1024) { source.rules.maximumEventBytes = size }
        // A list of events comes in one body.
        source.rules.maximumListBytes = max(1 << 20, configuration.server.maximumBodyBytes)
        if let origin = section["ip"]?.choice(
            SourceSettings.AddressOrigin.self, others: ["connection": "from_connection"])
        {
            source.addressOrigin = origin
        }
        return source
    }

    private mutating func readKeys(_ section: Section, into source: inout SourceSettings) {
        if section.has("key"), section.has("keys") {
            section.error("keys", "a source has `key` or `keys`, not both", "keys: [{env: NEW}, {file: old.key}]")
        }
        if let setting = section["key"] {
            if case .list = setting.node.content {
                setting.error("a list where one secret is named", "keys")
            } else if let key = readSecret(setting, for: .sourceKey, example: "BACKEND_KEY") {
                source.keys.append(key)
            }
        }
        guard let setting = section["keys"] else { return }
        guard case .list = setting.node.content else {
            return setting.error("\(setting.node.kind) where a list of secrets is named", "[{env: BACKEND_KEY}]")
        }
        let items = setting.list(example: "") ?? []
        if items.isEmpty { setting.error("an empty list: name a key or remove `keys`", "[{env: BACKEND_KEY}]") }
        var known = Set(source.keys)
        for item in items {
            guard let key = readSecret(item, for: .sourceKey, example: "BACKEND_KEY") else { continue }
            if !known.insert(key).inserted { item.warning("the same key as above") }
            source.keys.append(key)
        }
    }

    private func readDialect(_ setting: Setting, into source: inout SourceSettings) {
        guard let name = setting.string(example: "native") else { return }
        if let dialect = DialectName(rawValue: name) {
            source.rules.dialect = dialect
            source.dialect = name
            return
        }
        let names = DialectName.allCases.map(\.rawValue)
        switch name {
        case "auto":
            setting.error(
                "a dialect is chosen, not guessed; there are \(names.joined(separator: ", "))", "native")
        case "cloudevents":
            setting.error(
                "an envelope of CloudEvents is seen around every dialect; name the dialect of its `data`", "native")
        default:
            setting.error(
                "unknown dialect \(Quoting.quoted(name)); there are \(names.joined(separator: ", "))",
                Suggestion.nearest(to: name, among: names) ?? "native")
        }
    }
}
