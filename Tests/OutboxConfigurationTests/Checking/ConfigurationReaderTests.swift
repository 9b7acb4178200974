import OutboxConfiguration
import Testing

@Suite("What is wrong with a configuration")
struct ConfigurationReaderTests {
    @Test("The file as a whole", arguments: wholeFileRows)
    func wholeFile(_ row: Row) { row.check() }

    @Test("The top level", arguments: topLevelRows)
    func topLevel(_ row: Row) { row.check() }

    @Test("Sources", arguments: sourcesRows)
    func sources(_ row: Row) { row.check() }

    @Test("Identity, privacy and retention", arguments: policiesRows)
    func policies(_ row: Row) { row.check() }

    @Test("Delivery", arguments: deliveryRows)
    func delivery(_ row: Row) { row.check() }

    @Test("All problems are reported at once, in the order of the lines")
    func allAtOnce() {
        let text = """
            version: 2
            databse: x.db
            sources:
              shop: {dialect: ga5}
            destinations:
              main:
                event_source: wbe
                event_source_id: YOUR_PIXEL_CODE
                access_token: 0123456789abcdef0123456789abcdef01234567
                filtres: []
                delivery: {rate: fast}
            """
        let report = Sample.load(text)
        #expect(report.configuration == nil)
        #expect(report.errors.map(\.line) == [1, 2, 4, 7, 8, 9, 10, 11])
        #expect(!report.errors.contains { $0.description.contains("cdef") })
    }

    static let wholeFileRows: [Row] = [
        Row("nothing", "", .error("", "empty", line: 1, try: "outbox init writes one with comments")),
        Row("comments", "# hello\n\n", .error("", "empty", line: 1, try: "outbox init writes one with comments")),
        Row("a text", "hello", .error("", "not a configuration: a plain text", line: 1)),
        Row("a list", "- version: 1", .error("", "not a configuration: a list", line: 1)),
        Row(
            "a JSON file", #"{"version": 1}"#,
            .error("destinations", "missing", line: 1, try: example("destinations")),
            .error("sources", "missing", line: 1, try: example("sources"))),
        Row(
            "a tab", "version: 1\n\tsources: {}\n",
            .error("", "a tab at the beginning", line: 2, try: "two spaces a level")),
        Row(
            "two colons", "version: 1\ndatabase: a: b\n",
            .error("", "a second `: ` in one line", line: 2, try: "put a value that holds `: ` in quotes")),
        Row("open quote", "version: 1\ndatabase: \"x\n", .error("", "a quote that is not closed", line: 2)),
        Row(
            "open bracket", "version: 1\nsources: {a: {}\ndestinations: {}\n",
            .error("", "a mapping `{...}` that is not closed", line: 3)),
        Row("wrong indentation", "version: 1\n  sources: {}\n", .error("", "a second `: `", line: 2, try: colonAdvice)),
        Row(
            "a key twice", "version: 1\nsources:\n  a: {}\nversion: 1\n",
            .error("", "the key \"version\" is there twice, first in line 1", line: 4, try: "keep one of them")),
        Row(
            "a key twice in braces", "version: 1\nsources: {a: {}, a: {}}\n",
            .error("", "the key \"a\" is there twice", line: 2, try: "keep one of them")),
        Row("a second document", Sample.smallest + "---\nversion: 1\n", .error("", "a second document", line: 10)),
        Row("a tag", Sample.top("database: !!binary aGk="), .error("", "YAML tags", line: 10, try: "remove it")),
        Row(
            "a control character", "version: 1\n# \u{1}\n",
            .error("", "U+0001", line: 2, try: "remove it, or write it as \"\\u0001\"")),
        Row("an alias of nothing", "version: 1\nsources: *all\n", .error("", "no anchor &all", line: 2)),
    ]

    private static let colonAdvice = "put a value that holds `: ` in quotes"

    private static func example(_ key: String) -> String {
        key == "sources"
            ? "sources: {backend: {key: {env: BACKEND_KEY}}}"
            : "destinations: {main: {event_source: web, event_source_id: ..., "
                + "access_token: {env: TIKTOK_ACCESS_TOKEN}}}"
    }

    static let topLevelRows: [Row] = [
        Row(
            "version missing", Sample.smallest.replacing("version: 1\n", with: "# version\n"),
            .error("version", "missing", line: 1, try: "version: 1")),
        Row(
            "version 2", Sample.smallest.replacing("version: 1", with: "version: 2"),
            .error("version", "reads version 1 of the configuration, not \"2\"", line: 1, try: "1")),
        Row(
            "unknown key", Sample.top("destination: {}"),
            .error("destination", "unknown key", line: 10, try: "destinations")),
        Row("unknown key, no guess", Sample.top("colour: red"), .error("colour", "unknown key \"colour\"", line: 10)),
        Row(
            "odd key", Sample.top("\"a b\": 1"), .error("[\"a b\"]", "unknown key \"a b\"", line: 10)),
        Row("database empty", Sample.top("database: ''"), .error("database", "empty", line: 10)),
        Row(
            "database nothing", Sample.top("database:"),
            .error(
                "database", "nothing is written here; a text is needed, such as outbox.db", line: 10,
                try: "write a value or remove the key")),
        Row(
            "database list", Sample.top("database: [a]"),
            .error("database", "not a text: a list; write it like outbox.db", line: 10)),
        Row(
            "database in memory", Sample.top("database: ':memory:'"),
            .error("database", "outlive", line: 10, try: "outbox.db")),
        Row(
            "database a URI", Sample.top("database: file:x"),
            .error("database", "outlive", line: 10, try: "outbox.db")),
        Row(
            "database a folder", Sample.top("database: /var/"),
            .error("database", "a folder", line: 10, try: "outbox.db")),
        Row(
            "database at home", Sample.top("database: ~/x.db"),
            .error("database", "`~` has no meaning", line: 10, try: "outbox.db")),
        Row(
            "interpolation", Sample.top("database: ${HOME}/x.db"),
            .warning("database", "`${...}` is not replaced", line: 10)),
        Row(
            "listen", Sample.top("listen: 8080"),
            .error("listen", "not an address with a port: \"8080\"; write it like 127.0.0.1:8080", line: 10)),
        Row(
            "server",
            Sample.top(
                "server:", "  max_body: 128MB", "  max_connections: 0", "  backlog: 5", "  timeout: {header: 0s}",
                "  keep_headers: [X-Request-Id, Authorization, 'a b']", "  trusted_proxies: [10.0.0.0/8, me]"),
            .error("server.max_body", "not a size from 16KB to 64MB", line: 11),
            .error("server.max_connections", "not a whole number from 1 to 100000", line: 12),
            .error("server.backlog", "unknown key", line: 13, try: "max_backlog"),
            .error("server.timeout.header", "not a duration from 100ms to 1h", line: 14),
            .error("server.keep_headers[1]", "authorization holds a secret", line: 15),
            .error("server.keep_headers[2]", "not the name of a header field", line: 15),
            .error("server.trusted_proxies[1]", "not an address or a range of them", line: 16)),
        Row(
            "ip", Sample.source("{ip: connection}"),
            .error("sources.shop.ip", "is not one of from_event, from_connection", line: 3, try: "from_connection")),
        Row(
            "operators", Sample.top("operators: {me: {env: A_TOKEN}, 'you!': {env: B_TOKEN}}"),
            .error("operators[\"you!\"]", "a name is 1 to 64 letters", line: 10),
            .warning("operators", "not built yet", line: 10)),
        Row(
            "alerts", Sample.top("alerts: [{when: x}]"),
            .warning("alerts", "not built yet: it has no effect", line: 10)),
        Row(
            "acknowledge", Sample.top("acknowledge: [custom-event, page_view]"),
            .error("acknowledge[1]", "not one of page-view-as-viewcontent", line: 10)),
        Row(
            "no sources", Sample.smallest.replacing("  shop: {}", with: "  {}"),
            .error("sources", "at least one source", line: 2, try: "{backend: {key: {env: BACKEND_KEY}}}")),
        Row(
            "sources a list", "version: 1\nsources: [shop]\ndestinations:\n",
            .error("sources", "not a mapping: a list", line: 2),
            .error(
                "destinations", "nothing is written here; a mapping is needed", line: 3,
                try: "write a value or remove the key")),
    ]

    static let sourcesRows: [Row] = [
        Row(
            "bad name", Sample.smallest.replacing("shop:", with: "my shop:"),
            .error("sources[\"my shop\"]", "letters, digits, hyphens and underscores: \"my shop\"", line: 3)),
        Row("name of 64", Sample.smallest.replacing("shop:", with: String(repeating: "s", count: 64) + ":")),
        Row(
            "name of 65", Sample.smallest.replacing("shop:", with: String(repeating: "s", count: 65) + ":"),
            .error("sources.\(String(repeating: "s", count: 65))", "1 to 64", line: 3)),
        Row(
            "a source is a text", Sample.source("native"),
            .error("sources.shop", "not a mapping: \"native\"", line: 3)),
        Row(
            "unknown key", Sample.source("{dialct: native}"),
            .error("sources.shop.dialct", "unknown key", line: 3, try: "dialect")),
        Row("a dialect", Sample.source("{dialect: ga4}")),
        Row(
            "a guessed dialect", Sample.source("{dialect: auto}"),
            .error("sources.shop.dialect", "a dialect is chosen, not guessed", line: 3, try: "native")),
        Row(
            "an envelope as dialect", Sample.source("{dialect: cloudevents}"),
            .error("sources.shop.dialect", "an envelope of CloudEvents is seen around every", line: 3, try: "native")),
        Row(
            "misspelt dialect", Sample.source("{dialect: segmnt}"),
            .error("sources.shop.dialect", "unknown dialect \"segmnt\"", line: 3, try: "segment")),
        Row(
            "event_id", Sample.source("{event_id: generated}"),
            .error("sources.shop.event_id", "\"generated\" is not one of require, generate", line: 3, try: "generate")),
        Row(
            "max_event", Sample.source("{max_event: 32 KB}"),
            .error("sources.shop.max_event", "not a size: \"32 KB\"; write it like 32KB or 1MB", line: 3)),
        Row(
            "max_event too large", Sample.source("{max_event: 2MB}"),
            .error("sources.shop.max_event", "not a size from 1KB to 512KB: \"2MB\"", line: 3)),
        Row(
            "key inline", Sample.source("{key: s3cret}"),
            .error(
                "sources.shop.key", "must not stand in this file (the value is not shown)", line: 3,
                try: "{env: BACKEND_KEY}")),
        Row(
            "key and keys", Sample.source("{key: {env: A}, keys: [{env: B}]}"),
            .error(
                "sources.shop.keys", "`key` or `keys`, not both", line: 3, try: "keys: [{env: NEW}, {file: old.key}]")),
        Row(
            "key a list", Sample.source("{key: [{env: A}]}"), .error("sources.shop.key", "a list", line: 3, try: "keys")
        ),
        Row(
            "keys not a list", Sample.source("{keys: {env: A}}"),
            .error("sources.shop.keys", "a mapping where a list of secrets", line: 3, try: "[{env: BACKEND_KEY}]")),
        Row(
            "keys empty", Sample.source("{keys: []}"),
            .error("sources.shop.keys", "an empty list", line: 3, try: "[{env: BACKEND_KEY}]")),
        Row(
            "keys twice", Sample.source("{keys: [{env: A}, {env: A}]}"),
            .warning("sources.shop.keys[1]", "the same key", line: 3)),
        Row(
            "nobody listens",
            Sample.smallest.replacing("  shop: {}", with: "  shop: {}\n  till: {}") + "    sources: [shop]\n",
            .warning("sources.till", "no destination listens", line: 4)),
    ]

    static let policiesRows: [Row] = [
        Row(
            "region in small letters", Sample.top("identity: {phone_region: gb}"),
            .error("identity.phone_region", "two capital letters (ISO 3166), such as GB: \"gb\"", line: 10, try: "GB")),
        Row(
            "UK", Sample.top("identity: {phone_region: UK}"),
            .error("identity.phone_region", "two capital", line: 10, try: "GB")),
        Row(
            "calling code", Sample.top("identity: {phone_region: +44}"),
            .error("identity.phone_region", "two capital letters", line: 10, try: "GB")),
        Row(
            "no region", Sample.top("identity: {phone_region: QQ}"),
            .error("identity.phone_region", "two capital letters", line: 10)),
        Row(
            "external_id", Sample.top("identity: {external_id: {case: upper}}"),
            .error("identity.external_id.case", "not one of keep, lower", line: 10, try: "keep")),
        Row(
            "external_id a text", Sample.top("identity: {external_id: lower}"),
            .error("identity.external_id", "not a mapping: \"lower\"; write it like {case: keep}", line: 10)),
        Row(
            "store", Sample.top("privacy: {store: clear}"),
            .error("privacy.store", "not one of hashed, full", line: 10, try: "full")),
        Row(
            "store full", Sample.top("privacy: {store: full}"),
            .warning("privacy.store", "in clear on this disk", line: 10)),
        Row(
            "scrub", Sample.top("privacy: {scrub: false}"),
            .error("privacy.scrub", "not one of on, off", line: 10, try: "off")),
        Row(
            "keep in privacy", Sample.top("privacy: {keep: {bodies: 14d}}"),
            .error("privacy.keep", "unknown key", line: 10, try: "keep, beside privacy")),
        Row(
            "keep", Sample.top("keep: {bodies: 2 weeks}"),
            .error("keep.bodies", "not a duration: \"2 weeks\"; write it like 250ms, 45s, 10m, 24h or 7d", line: 10),
            .warning("keep", "not built yet", line: 10)),
        Row(
            "records too short", Sample.top("keep:", "  records: 8d"),
            .error("keep.records", "48 hours longer", line: 11, try: "9d"),
            .warning("keep", "not built yet", line: 10)),
    ]

    static let deliveryRows: [Row] = [
        Row(
            "unknown keys", Sample.destination("delivery: {bach: {max: 1}, batch: {size: 5}}"),
            .error("destinations.main.delivery.bach", "unknown key", line: 10, try: "batch"),
            .error("destinations.main.delivery.batch.size", "unknown key", line: 10, try: "max")),
        Row(
            "batch.max", Sample.destination("delivery: {batch: {max: 1001}}"),
            .error(
                "destinations.main.delivery.batch.max", "not a whole number from 1 to 1000: \"1001\"; write it like 50",
                line: 10)),
        Row(
            "batch.max 0", Sample.destination("delivery: {batch: {max: 0}}"),
            .error("destinations.main.delivery.batch.max", "from 1 to 1000: \"0\"", line: 10)),
        Row(
            "batch.wait", Sample.destination("delivery: {batch: {wait: 1}}"),
            .error("destinations.main.delivery.batch.wait", "not a duration: \"1\"", line: 10)),
        Row(
            "concurrency", Sample.destination("delivery:", "  concurrency: 65"),
            .error("destinations.main.delivery.concurrency", "from 1 to 64: \"65\"; write it like 8", line: 11)),
        Row(
            "rate 0", Sample.destination("delivery: {rate: 0/s}"),
            .error("destinations.main.delivery.rate", "above zero", line: 10)),
        Row(
            "rate", Sample.destination("delivery: {rate: 100}"),
            .error("destinations.main.delivery.rate", "not a rate: \"100\"; write it like 100/s or 600/m", line: 10)),
        Row(
            "max_wait", Sample.destination("delivery: {retry: {max_wait: 2d}}"),
            .error("destinations.main.delivery.retry.max_wait", "not a duration from 1ms to 1d: \"2d\"", line: 10)),
        Row(
            "max_event_age", Sample.destination("delivery: {max_event_age: 28d}"),
            .warning("destinations.main.delivery.max_event_age", "older web events", line: 10, try: "7d")),
        Row(
            "timeout", Sample.destination("delivery: {timeout: 30s}"),
            .error(
                "destinations.main.delivery.timeout",
                "not a mapping: \"30s\"; write it like {connect: 5s, request: 30s}", line: 10)),
    ]
}
