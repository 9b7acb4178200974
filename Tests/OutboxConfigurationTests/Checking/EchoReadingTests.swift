import OutboxConfiguration
import OutboxCore
import Testing

@Suite("How pages report to a destination")
struct EchoReadingTests {
    private static let echo = "destinations.main.echo"
    private static let good =
        #"echo: {key: shop-web-2026, origins: ["https://shop.example"], url: "https://events.shop.example"}"#

    @Test("What is wrong with it", arguments: rows)
    func wrong(_ row: Row) { row.check() }

    static let rows: [Row] = [
        Row("good", Sample.destination(good)),
        Row(
            "this machine",
            Sample.destination(
                #"echo: {key: shop-web-2026, origins: ["http://localhost:8000"], url: "http://127.0.0.1:8080/"}"#)),
        Row(
            "nothing in it", Sample.destination("echo: {}"),
            .error("\(echo).key", "missing", line: 10, try: "key: shop-web-2026"),
            .error("\(echo).origins", "missing", line: 10, try: "origins: [\"https://shop.example\"]"),
            .error("\(echo).url", "missing", line: 10, try: "url: \"https://events.shop.example\"")),
        Row(
            "an unknown key", Sample.destination(good.replacing("}", with: ", secret: x}")),
            .error("\(echo).secret", "unknown key", line: 10)),
        Row(
            "a key of other characters", Sample.destination(good.replacing("shop-web-2026", with: "\"shop web\"")),
            .error("\(echo).key", "8 to 64 letters, digits", line: 10, try: "shop-web-2026")),
        Row(
            "every page of the world", Sample.destination(good.replacing("https://shop.example", with: "*")),
            .error("\(echo).origins[0]", "any page", line: 10, try: "\"https://shop.example\"")),
        Row(
            "an origin with a path",
            Sample.destination(good.replacing("https://shop.example", with: "https://shop.example/cart")),
            .error("\(echo).origins[0]", "no path", line: 10, try: "https://shop.example")),
        Row(
            "an origin in clear",
            Sample.destination(good.replacing("https://shop.example", with: "http://shop.example")),
            .error(
                "\(echo).origins[0]", "http:// would show ids to the network", line: 10, try: "https://shop.example")),
        Row(
            "no origin", Sample.destination(good.replacing("[\"https://shop.example\"]", with: "[]")),
            .error("\(echo).origins", "an empty list", line: 10, try: "[\"https://shop.example\"]")),
        Row(
            "an origin twice",
            Sample.destination(
                good.replacing("[\"https", with: "[\"https://Shop.example/\", \"https")),
            .warning("\(echo).origins[1]", "named twice", line: 10)),
        Row(
            "the whole address",
            Sample.destination(
                good.replacing("https://events.shop.example", with: "https://events.shop.example/v1/echo")),
            .error("\(echo).url", "the script adds /v1/echo", line: 10, try: "https://events.shop.example")),
        Row(
            "no pixel",
            Sample.replacing("event_source", with: "event_source: offline").replacing(
                "C4KEXAMPLE0000000000", with: "7012345678901234567") + "\n    \(good)\n",
            .error(echo, "only `event_source: web`", line: 10, try: "remove it")),
        Row(
            "echoes kept too short", Sample.top("keep: {echoes: 1d}"),
            .error("keep.echoes", "not a duration from 3d to 90d", line: 10)),
        Row("echoes kept longer", Sample.top("keep: {echoes: 30d}")),
    ]

    @Test("Its key tells which pixel reports, so that no other destination has it")
    func keys() throws {
        let second = """
              second:
                event_source: web
                event_source_id: C4KEXAMPLE1111111111
                access_token: {env: TIKTOK_ACCESS_TOKEN}
                mode: live
                \(Self.good)

            """
        let errors = Sample.load(Sample.destination(Self.good) + second).errors
        #expect(errors.map(\.path) == ["destinations.second.echo.key"])
        #expect(errors.first?.problem.contains("destination main") == true)
    }

    @Test("A destination that is like another one reports with it")
    func like() throws {
        let second = "  second: {like: main, events: {purchase: Subscribe}}\n"
        let report = Sample.load(Sample.destination(Self.good) + second)
        #expect(report.errors.isEmpty, "\(report.errors)")
        let echoes = report.configuration?.destinations.map { $0.echo?.endpoint }
        #expect(echoes == ["https://events.shop.example/v1/echo", "https://events.shop.example/v1/echo"])
        let own = "  second: {like: main, events: {purchase: Subscribe}, \(Self.good)}\n"
        #expect(Sample.load(Sample.smallest + own).errors.map(\.path) == ["destinations.second.echo"])
    }
}
