import OutboxConfiguration
import Testing

@Suite("Lints")
struct LintTests {
    @Test("there is a row for every one")
    func complete() {
        #expect(Set(LintCase.all.map(\.lint)) == Set(Lint.allCases))
    }

    @Test(
        "one fires where it should, with its name, and is silent elsewhere and where its name is acknowledged",
        arguments: LintCase.all)
    func lint(_ row: LintCase) {
        let fired = Sample.load(row.firing)
        #expect(fired.errors.isEmpty, "\(fired.errors)")
        #expect(fired.warnings.map(\.lint) == [row.lint], "\(fired.warnings)")
        #expect(fired.warnings.map(\.path) == [row.path] && fired.warnings.map(\.line) == [row.line])
        #expect(fired.warnings.first?.description.hasSuffix("[\(row.lint.rawValue)]") == true)
        let silent = Sample.load(row.silent)
        #expect(silent.errors.isEmpty && silent.warnings.isEmpty, "\(silent.errors) \(silent.warnings)")
        let acknowledged = Sample.load(row.firing + "\nacknowledge: [\(row.lint.rawValue)]\n")
        #expect(acknowledged.errors.isEmpty && acknowledged.warnings.isEmpty, "\(acknowledged.warnings)")
    }

    @Test("http: off this machine is an error that no name silences")
    func plainHTTP() {
        let far = Sample.destination("endpoint: http://example.org/track/") + "acknowledge: [custom-event]\n"
        #expect(Sample.load(far).errors.first?.problem.contains("http:// would show the token") == true)
        #expect(Sample.load(Sample.destination("endpoint: http://127.0.0.1:8081/track/")).errors.isEmpty)
    }

    @Test("two access tokens may stand while one takes the place of the other")
    func tokens() throws {
        func load(_ line: String) -> ConfigurationReport { Sample.load(Sample.replacing("access_token", with: line)) }
        let both = try #require(
            load("access_tokens: [{env: NEW}, {file: old.token}]").configuration?.destinations.first)
        #expect(both.accessToken == .environment("NEW"))
        #expect(both.secondAccessToken == .file("/etc/outbox/old.token"))
        let one = try #require(load("access_tokens: [{env: NEW}]").configuration?.destinations.first)
        #expect(one.accessToken == .environment("NEW") && one.secondAccessToken == nil)
        let three = load("access_tokens: [{env: A}, {env: B}, {env: C}]").errors
        #expect(three.map(\.path) == ["destinations.main.access_tokens"])
        let beside = Sample.load(Sample.destination("access_tokens: [{env: A}]")).errors
        #expect(beside.map(\.problem) == ["a destination has `access_token` or `access_tokens`, not both"])
        #expect(load("access_tokens: [{env: A}, {env: A}]").warnings.map(\.problem) == ["the same token as above"])
    }
}
