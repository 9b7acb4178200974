import OutboxCore
import OutboxIntake
import OutboxYAML
import Testing

@testable import OutboxConfiguration

@Suite("The schema of the configuration")
struct ConfigurationSchemaTests {
    private static let rows =
        ConfigurationReaderTests.wholeFileRows + ConfigurationReaderTests.topLevelRows
        + ConfigurationReaderTests.sourcesRows + ConfigurationReaderTests.policiesRows
        + ConfigurationReaderTests.deliveryRows + DestinationReadingTests.keysRows
        + DestinationReadingTests.modesRows + DestinationReadingTests.secretsRows + DestinationReadingTests.eventsRows
        + EchoReadingTests.rows

    private func problem(_ text: String) throws -> String? {
        guard let node = try YAMLDocument.parse(text) else { return "empty" }
        return try SchemaCheck(ConfigurationSchema.json).problem(with: node)
    }

    @Test("Takes every configuration that the reader takes", arguments: rows + [Row("full", Sample.full)])
    func good(_ row: Row) throws {
        guard Sample.load(row.text).errors.isEmpty else { return }
        #expect(try problem(row.text) == nil, "\(row.name)")
    }

    /// What of a fault a schema can see: shapes and words, not what refers to something else.
    private static let visible = [
        "unknown key", "is not one of", "not a mapping", "not a list", "not a duration: ", "not a rate", "not a size: ",
        "missing; it is needed", "not a whole number", "a secret must not stand",
    ]

    @Test("Refuses what the reader refuses for its shape or its words", arguments: rows)
    func bad(_ row: Row) throws {
        let errors = Sample.load(row.text).errors
        let isVisible = errors.contains { error in Self.visible.contains { error.problem.contains($0) } }
        guard isVisible, (try? YAMLDocument.parse(row.text)) != nil else { return }
        #expect(try problem(row.text) != nil, "\(row.name): \(errors)")
    }

    @Test("Names exactly the keys that the reader knows, each with words about it")
    func keys() throws {
        let text = """
            version: 1
            server: {max_body: 1MB, timeout: {header: 10s}}
            operators: {admin: {env: OUTBOX_ADMIN_TOKEN}}
            sources:
              shop: {key: {env: SHOP_KEY}}
            identity: {phone_region: GB, external_id: {case: keep}}
            destinations:
              main:
                event_source: web
                event_source_id: C4KEXAMPLE0000000000
                access_token: {env: TIKTOK_ACCESS_TOKEN}
                mode: live
                echo: {key: shop-web-2026, origins: ["https://shop.example"], url: "https://events.shop.example"}
                consent: {require: [marketing], ldu: {when: {user.country: US}}}
                events: {purchase: {to: CompletePayment}}
                delivery: {batch: {max: 50}, retry: {for: 24h}, timeout: {connect: 5s}}
            privacy: {store: hashed}
            keep: {bodies: 14d}
            """
        let diagnostics = Diagnostics(file: "outbox.yml")
        _ = ConfigurationReader.read(text, folder: "/etc/outbox", diagnostics: diagnostics)
        let root = try JSONDocument(ConfigurationSchema.json).root
        var named: [String: Set<String>] = [:]
        collect(root, root, path: "", into: &named)
        for (path, keys) in diagnostics.knownKeys {
            let general = path.replacing("sources.shop", with: "sources.*").replacing("s.main", with: "s.*")
                .replacing("events.purchase", with: "events.*")
            #expect(named[general] == keys, "\(path)")
        }
        let read = Set(
            diagnostics.knownKeys.keys.map {
                $0.replacing("sources.shop", with: "sources.*").replacing("s.main", with: "s.*")
                    .replacing("events.purchase", with: "events.*")
            })
        #expect(named.keys.filter { !read.contains($0) }.sorted() == [], "the reader opens no such mapping")
    }

    /// The keys of every closed object that is no secret and none of the mapping language's own forms.
    private func collect(
        _ schema: JSONValue, _ root: JSONValue, path: String, into named: inout [String: Set<String>]
    ) {
        let languages = ["secret", "table", "value", "condition", "conditions"]
        if let reference = schema["$ref"]?.string?.split(separator: "/").last {
            guard !languages.contains(String(reference)), let target = root["$defs"]?[String(reference)] else { return }
            collect(target, root, path: path, into: &named)
        }
        if let choices = schema["anyOf"] {
            for choice in choices.elements { collect(choice, root, path: path, into: &named) }
        }
        let properties = schema["properties"]
        if schema["additionalProperties"]?.bool == false, let properties {
            named[path] = Set(properties.members.compactMap { $0.key.string })
        }
        if let properties {
            for (key, value) in properties.members {
                guard let name = key.string else { continue }
                #expect((value["description"]?.string ?? "").count > 10, "\(path).\(name)")
                collect(value, root, path: path.isEmpty ? name : "\(path).\(name)", into: &named)
            }
        }
        if let more = schema["additionalProperties"], more.kind == .object {
            collect(more, root, path: "\(path).*", into: &named)
        }
    }

    @Test("Has the words of every choice")
    func words() throws {
        let root = try JSONDocument(ConfigurationSchema.json).root
        func words(_ path: String...) -> Set<String> {
            var value: JSONValue? = root
            for step in path { value = value?[step] }
            return Set(value?["enum"]?.elements.compactMap(\.string) ?? [])
        }
        func destination(_ key: String) -> Set<String> { words("$defs", "destination", "properties", key) }
        func set<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> Set<String> {
            Set(Choice.allCases.map(\.rawValue))
        }
        #expect(destination("event_source") == set(EventSource.self))
        #expect(destination("mode") == set(DestinationMode.self))
        #expect(destination("names") == set(EventNames.self))
        #expect(destination("pairing") == set(Pairing.self))
        #expect(words("properties", "privacy", "properties", "store") == set(PrivacySettings.Storage.self))
        #expect(words("properties", "privacy", "properties", "scrub") == set(IntakeRules.Scrub.self))
        #expect(words("$defs", "source", "properties", "event_id") == set(IntakeRules.EventIDRule.self))
    }
}
