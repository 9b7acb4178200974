import Glibc
import OutboxConfiguration
import OutboxCore
import OutboxIntake
import OutboxMapping
import OutboxRouting
import OutboxTestSupport
import Testing

@Suite("Loading a configuration")
struct ConfigurationLoadingTests {
    @Test("The smallest configuration has neither errors nor warnings, and the defaults of the design")
    func smallest() throws {
        let report = Sample.load(Sample.smallest)
        #expect(report.errors.isEmpty)
        #expect(report.warnings.isEmpty)
        let configuration = try #require(report.configuration)
        #expect(configuration.databasePath == "/etc/outbox/outbox.db")
        #expect(configuration.serverAddress == nil)
        let main = try #require(configuration.destination(named: "main"))
        #expect(main.endpoint == "https://business-api.tiktok.com/open_api/v1.3/event/track/")
        #expect(main.delivery == DeliverySettings(eventSource: .web))
        #expect(main.listensTo == ["shop"])
        #expect(main.rules.events == nil)
        #expect(main.line == 5)
        let shop = try #require(configuration.source(named: "shop"))
        #expect(shop.rules == IntakeRules(source: "shop"))
        #expect(shop.keys.isEmpty)
        #expect(shop.line == 3)
    }

    @Test("The design's example loads to the value that it says")
    func full() throws {
        let report = Sample.load(Sample.full)
        #expect(report.errors.isEmpty, "\(report.errors)")
        #expect(report.warnings.map(\.path) == ["operators", "keep"])
        let configuration = try #require(report.configuration)
        #expect(
            configuration.operators == [
                OperatorSettings(name: "admin", token: .environment("OUTBOX_ADMIN_TOKEN"))
            ])

        var shop = SourceSettings(name: "shop", line: 8)
        shop.keys = [.environment("SHOP_KEY")]
        shop.rules.phoneRegion = "GB"
        var backend = SourceSettings(name: "backend", line: 9)
        backend.keys = [.environment("BACKEND_KEY"), .file("/etc/outbox/old.key")]
        backend.rules.phoneRegion = "GB"
        #expect(configuration.sources == [shop, backend])

        let main = DestinationSettings(
            name: "main", eventSource: .web, eventSourceID: "C4KEXAMPLE0000000000",
            accessToken: .environment("TIKTOK_ACCESS_TOKEN"), listensTo: ["shop", "backend"], line: 14)
        let destination = try #require(configuration.destinations.first)
        let (rules, events) = (destination.rules, destination.rules.events)
        #expect(configuration.destinations.count == 1 && destination.delivery == main.delivery)
        #expect(destination.accessToken == main.accessToken && destination.listensTo == main.listensTo)
        #expect(destination.endpoint == main.endpoint && destination.line == main.line)
        #expect(rules.eventSourceID == main.rules.eventSourceID && rules.testEventCode == "TEST12345")
        #expect(rules.pairing == .pixel && rules.names == .classic && rules.mode == .test)
        #expect(
            rules.filters.map(\.text) == [
                "event_name: [view_item, add_to_cart, begin_checkout, purchase]", "user.id: \"216da54b…\"",
            ])
        #expect(rules.consent?.require == ["marketing"] && rules.consent?.whenMissing == .skip)
        #expect(events?.mapValues { $0.map(\.to) } == ["view_item": ["ViewContent"], "purchase": ["CompletePayment"]])
        #expect(events?["purchase"]?.first?.map.entries.map(\.target) == ["event_id"])
        #expect(rules.map.entries.map(\.target) == ["properties.currency"])
        #expect(configuration.privacy == PrivacySettings())
        #expect(configuration.keep == RetentionSettings())
        #expect(
            configuration.secrets.map(\.path) == [
                "operators.admin", "sources.shop.key", "sources.backend.keys[0]", "sources.backend.keys[1]",
                "destinations.main.access_token",
            ])
    }

    @Test("Every value that the file gives arrives where it belongs")
    func values() throws {
        let text = """
            version: 1
            database: /var/lib/outbox/events.db
            sources:
              till: {event_id: generate, max_event: 64KB, dialect: native}
              shop:
            identity: {phone_region: NO, external_id: {case: lower}}
            privacy: {store: full, scrub: off}
            destinations:
              store:
                event_source: offline
                event_source_id: 7012345678901234567
                access_token: {file: secrets/token}
                endpoint: http://127.0.0.1:8081/track/
                mode: dry_run
                names: current
                sources: [till]
                events: {purchase: Purchase}
                delivery:
                  batch: {max: 1000, wait: 0}
                  concurrency: 64
                  rate: 600/m
                  retry: {for: 2h, max_wait: 250ms}
                  max_event_age: 20d
                  timeout: {connect: 1s, request: 2m}
              rest: {event_source: crm, event_source_id: '123', access_token: {env: T}, mode: live, sources: [shop]}

            """
        let report = Sample.load(text)
        #expect(report.errors.isEmpty, "\(report.errors)")
        let configuration = try #require(report.configuration)
        #expect(configuration.databasePath == "/var/lib/outbox/events.db")
        let till = try #require(configuration.source(named: "till"))
        #expect(till.rules.eventID == .generate)
        #expect(till.rules.maximumEventBytes == 64 * 1024)
        #expect(till.rules.phoneRegion == "NO")
        #expect(till.rules.lowercasesExternalID)
        #expect(till.rules.scrub == .off)
        #expect(till.rules.storesClearIdentities)
        let store = try #require(configuration.destination(named: "store"))
        #expect(store.rules.eventSource == .offline)
        #expect(store.rules.eventSourceID == "7012345678901234567")
        #expect(store.rules.pairing == .serverOnly)
        #expect(store.rules.mode == .dryRun)
        #expect(store.rules.names == .current)
        #expect(store.rules.maxEventAge == .seconds(20 * 24 * 3600))
        #expect(store.accessToken == .file("/etc/outbox/secrets/token"))
        #expect(store.endpoint == "http://127.0.0.1:8081/track/")
        #expect(store.listensTo == ["till"])
        #expect(store.delivery.batchMax == 1000)
        #expect(store.delivery.batchWait == .zero)
        #expect(store.delivery.concurrency == 64)
        #expect(store.delivery.rate == 10)
        #expect(store.delivery.retryFor == .seconds(7200))
        #expect(store.delivery.retryMaxWait == .milliseconds(250))
        #expect(store.delivery.maxEventAge == .seconds(20 * 24 * 3600))
        #expect(store.delivery.connectTimeout == .seconds(1))
        #expect(store.delivery.requestTimeout == .seconds(120))
        #expect(configuration.destination(named: "rest")?.listensTo == ["shop"])
    }

    @Test("The registration holds the names in the file's order, the text and the digest of exactly that text")
    func registration() throws {
        let configuration = try #require(Sample.load(Sample.full).configuration)
        let registration = configuration.registration(sha256: Sample.digest)
        #expect(registration.sources.map(\.name) == ["shop", "backend"])
        #expect(registration.sources.map(\.dialect) == ["native", "native"])
        #expect(registration.destinations == ["main"])
        // The filter names a user.
        let kept = registration.configurationText
        #expect(!kept.contains("1042") && Sample.full.contains("1042"), "\(kept)")
        let again = try #require(Sample.load(kept).configuration)
        #expect(ConfigurationDifference(from: configuration, to: again).changes.isEmpty)
        #expect(registration.configurationSHA256 == Sample.digest(Array(Sample.full.utf8)))
    }

    @Test("A text without clear identities is registered as it is written")
    func registeredText() throws {
        let text = Sample.destination("filters: [event_name: purchase]   # ours")
        #expect(
            try #require(Sample.load(text).configuration).registration(sha256: Sample.digest).configurationText == text)
    }

    @Test("A file is read, and relative paths in it begin at its folder")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(Sample.top("database: data/outbox.db"), to: "outbox.yml")
        let report = Configuration.load(path: path)
        #expect(report.configuration?.databasePath == folder.file("data/outbox.db"))
        #expect(report.configuration?.file == path)
    }

    @Test("A missing file leads to `outbox init`")
    func missing() throws {
        let folder = try TemporaryFolder()
        let report = Configuration.load(path: folder.file("outbox.yml"))
        #expect(report.configuration == nil)
        #expect(report.databasePath == nil)
        let problem = try #require(report.errors.first)
        #expect(
            problem.description == "\(folder.file("outbox.yml")): no such file: run `outbox init`")
        #expect(problem.line == nil)
    }

    @Test(
        "Where something else is wrong, the database's path is known if the file says it for certain",
        arguments: [
            ("version: 1\ndatabase: data/x.db\nmode: live", "/etc/data/x.db"),
            ("version: 1\nsources: {", "/etc/outbox.db"),
            ("version: 1\ndatabase: /var/x.db # not outbox.db\nsources: {", "/var/x.db"),
            ("# database: old.db\nversion: [", "/etc/outbox.db"),
            ("version: 1\ndatabse: data/x.db", nil),
            ("version: 1\ndatabase: ':memory:'", nil),
            ("version: 1\ndatabase: {", nil),
            ("version: 1\ndatabase: a.db\ndatabase: b.db", nil),
            ("{version: 1, database: x.db, sources: [", nil),
            ("- database: x.db", nil),
        ])
    func databaseDespiteErrors(_ text: String, _ path: String?) {
        let report = Configuration.load(bytes: Array(text.utf8), file: "outbox.yml", folder: "/etc")
        #expect(report.configuration == nil)
        #expect(report.databasePath == path)
        let latin1 = Configuration.load(
            bytes: Array("# caf".utf8) + [0xE9, 0x0A] + Array(text.utf8), file: "outbox.yml", folder: "/etc")
        #expect(latin1.databasePath == nil || latin1.databasePath == path)
    }

    @Test("A folder, a device and a file above 1 MB are refused, each with its reason")
    func unreadable() throws {
        let folder = try TemporaryFolder()
        #expect(Configuration.load(path: folder.path).errors.first?.problem == "cannot be read: a folder, not a file")
        #expect(Configuration.load(path: "/dev/zero").errors.first?.problem == "cannot be read: not a regular file")
        let large = try folder.write([UInt8](repeating: UInt8(ascii: "#"), count: 1_048_577), to: "large.yml")
        #expect(Configuration.load(path: large).errors.first?.problem == "cannot be read: larger than 1MB")
        let report = Configuration.load(path: "\(large)/below")
        #expect(report.errors.first?.problem == "cannot be read: Not a directory")
    }

    @Test("A pipe that nobody writes to is refused at once")
    func pipe() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        #expect(Configuration.load(path: path).errors.first?.problem == "cannot be read: not a regular file")
    }

    @Test("Invalid UTF-8 is refused with its line")
    func invalidUTF8() {
        let bytes = Array("version: 1\n# caf".utf8) + [0xE9, 0x0A]
        let report = Configuration.load(bytes: bytes, file: "outbox.yml", folder: "/")
        #expect(report.errors.map(\.line) == [2])
        #expect(report.errors.first?.problem.contains("not UTF-8") == true)
    }

    @Test("A byte order mark and Windows line ends do no harm")
    func windows() {
        let text = "\u{FEFF}" + Sample.smallest.replacing("\n", with: "\r\n") + "mod: x\r\n"
        let report = Sample.load(text)
        #expect(report.errors.map(\.line) == [10])
    }

    @Test("A problem is one line for people and one object for programs")
    func problemText() {
        let problem = ConfigurationProblem(
            path: "sources.shop.dialct", problem: "unknown key \"dialct\"", suggestion: "dialect", file: "outbox.yml",
            line: 7)
        #expect(problem.description == "outbox.yml:7: sources.shop.dialct: unknown key \"dialct\" (try: dialect)")
        var writer = JSONWriter()
        problem.write(to: &writer)
        ConfigurationProblem(path: "", problem: "p", file: "f", line: nil).write(to: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                {"path":"sources.shop.dialct","problem":"unknown key \\"dialct\\"","suggestion":"dialect",\
                "file":"outbox.yml","line":7},{"path":"","problem":"p","suggestion":null,"file":"f","line":null}
                """)
    }
}
