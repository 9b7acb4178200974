import OutboxConfiguration
import OutboxCore
import OutboxRouting
import Testing

@testable import OutboxCommands

@Suite("What a test leaves behind")
struct LeftoverTests {
    private let now = Timestamp(milliseconds: 1_790_000_000_000)

    private func leftovers(_ lines: String..., sessions: [TestSession] = []) throws -> [Leftover] {
        Leftover.all(try settings(lines), codeAge: .seconds(3 * 3600), sessions: sessions, now: now)
    }

    private func settings(_ lines: [String]) throws -> DestinationSettings {
        let text =
            """
            version: 1
            sources:
              shop: {}
            destinations:
              main:
                event_source: web
                event_source_id: C4KEXAMPLE0000000000
                access_token: {env: TIKTOK_ACCESS_TOKEN}

            """ + lines.map { "    \($0)\n" }.joined()
        let report = Configuration.load(bytes: Array(text.utf8), file: "outbox.yml", folder: "/etc/outbox")
        return try #require(report.configuration?.destinations.first, "\(report.errors)")
    }

    @Test("A test code and a session go by themselves, with their ages")
    func byThemselves() throws {
        let session = TestSession(
            id: TestSessionID(3), destination: "main", match: "user.id: \"1042\"", code: "TEST2",
            startedAt: now - .seconds(600), endsAt: now + .seconds(600), startedBy: "ada")
        let found = try leftovers("test_event_code: TEST1", sessions: [session])
        #expect(found.map(\.kind) == [.testCode, .session])
        #expect(found.map(\.byHand) == [nil, nil])
        #expect(found[0].text == "test_event_code TEST1, 3 h old")
        #expect(found[0].line == 9)
        #expect(found[1].text.contains("#3 (user.id: \"1042\", code TEST2, 10 min old)"))
    }

    @Test("A catch-all and a filter for one user are decided by hand")
    func byHand() throws {
        let found = try leftovers(
            "test_event_code: TEST1", "events: {purchase: CompletePayment, '*': keep}", "filters:",
            "  - event_name: [purchase, view_item]", "  - user.id: \"1042\"")
        #expect(found.map(\.kind) == [.testCode, .catchAll, .userFilter])
        #expect(found[1].byHand?.contains("--keep catch-all") == true)
        #expect(found[2].text.contains("user.id"))
        #expect(found[2].line == 13)
    }

    @Test("A condition of an event that holds for one user alone is one too")
    func alternatives() throws {
        let found = try leftovers(
            "events:", "  purchase:", "    - {to: CompletePayment, when: {user.id: \"1042\"}}",
            "    - {to: Subscribe, when: {properties.months: {gt: 1}}}", "  view_item: ViewContent")
        #expect(found.map(\.kind) == [.userFilter])
        // The constant of an identity is shown as its digest begins.
        #expect(found[0].text == "purchase becomes CompletePayment for test users alone: user.id: \"216da54b…\"")
        #expect(found[0].line == 11 && found[0].byHand?.contains("--keep user-filter") == true)
    }

    @Test(
        "Filters that are meant for many are no leftovers",
        arguments: [
            "user.id: {exists: true}", "not: {user.id: \"1042\"}", "user.country: FR",
            "event_name: purchase", "properties.value: {gt: 0}", "user.id: {not_in: [\"1\", \"2\"]}",
            "context.page.url | url_param('utm_source'): tiktok", "headers.x-internal: {exists: false}",
            "context.page.url: {matches: '^https://shop'}", "context.click_ids.ttclid: {exists: true}",
            "context.page.url | url_param('ttclid'): {exists: true}", "headers.x-bot: {ne: \"1\"}",
        ])
    func forMany(_ filter: String) throws {
        #expect(try leftovers("filters:", "  - \(filter)").isEmpty)
    }

    @Test(
        "Filters that let one session through are leftovers, however they name it",
        arguments: [
            "user.email: ada@example.com", "context.device.ip: 203.0.113.9", "headers.x-test: \"1\"",
            "context.device.cookie | cookie('tester'): ada", "user.id: [\"1042\"]", "user.id: [\"1\", \"2\", \"3\"]",
            "user.email: {in: [a@example.com, b@example.com]}", "headers.x-test: {exists: true}",
            "context.page.url | url_param('outbox_test'): {exists: true}", "headers.x-test: {empty: false}",
            "context.device.cookie | cookie('tester'): {ne: \"\", exists: true}", "user.id | lower: abc",
            "context.page.url | url_param('tester') | lower: {starts_with: qa}",
            "any: [{user.id: \"1042\"}, {user.email: ada@example.com}]", "not: {not: {user.id: \"1042\"}}",
            "not: {headers.x-test: {exists: false}}",
        ])
    func forOne(_ filter: String) throws {
        #expect(try leftovers("filters:", "  - \(filter)").map(\.kind) == [.userFilter])
    }

    private func isForTesters(_ match: String) throws -> Bool {
        Leftover.isForTesters(try #require(try settings(["filters:", "  - \(match)"]).rules.filters.first))
    }

    @Test(
        "A session at a live destination needs a tester who is named",
        arguments: [
            "event_name: {exists: true}", "event_name: purchase", "user.id: {exists: true}", "user.id: {ne: \"1042\"}",
            "any: [{user.id: \"1042\"}, {event_name: purchase}]", "not: {user.id: \"1042\"}",
            "not: {not: {event_name: purchase}}", "headers.x-test: {exists: true}", "headers.x-test: \"\"",
            "context.page.url | url_param('utm_source'): tiktok", "properties.value: {gt: 0}",
            "not: {any: [{user.id: \"1042\"}, {event_name: purchase}]}",
        ])
    func sessionOfMany(_ match: String) throws {
        #expect(try !isForTesters(match))
    }

    @Test(
        "A session of testers is one by any of their marks",
        arguments: [
            "user.id: \"1042\"", "user.email: [ada@example.com, bob@example.com]", "headers.x-test: \"1\"",
            "{event_name: purchase, user.id: \"1042\"}", "any: [{user.id: \"1042\"}, {headers.x-test: \"1\"}]",
            "context.page.url | url_param('tester'): ada", "context.device.cookie | cookie('tester'): ada",
            "not: {not: [{user.id: \"1042\"}, {event_name: purchase}]}",
        ])
    func sessionOfTesters(_ match: String) throws {
        #expect(try isForTesters(match))
    }
}
