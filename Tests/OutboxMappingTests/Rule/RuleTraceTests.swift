import OutboxMapping
import Testing

@Suite("Traces of rules")
struct RuleTraceTests {
    let subject = MappingSubject()
    static let event = #"{"properties":{"total":"5.255","items":[{"p":1}]},"user":{"country":"US"}}"#

    private func trace(_ yaml: String) throws -> RuleTrace {
        let rule = try #require(try subject.rule(yaml).rule)
        var evaluation = try subject.evaluation(Self.event)
        let traced = rule.traced(in: &evaluation)
        var other = try subject.evaluation(Self.event)
        #expect((traced.value == nil) == (rule.value(in: &other) == nil))
        #expect(evaluation.warnings == other.warnings)
        return traced.trace
    }

    @Test("A trace names the alternative, its path and its functions")
    func alternative() throws {
        let trace = try trace("properties.value ?? properties.total | number | round(2) ?? 0")
        #expect(trace.alternative == "properties.total | number | round(2)")
        #expect(trace.position == 2)
        #expect(trace.alternatives == 3)
        #expect(trace.path == "properties.total")
        #expect(trace.functions == ["number", "round(2)"])
    }

    @Test("A constant has no path, and nothing has no alternative")
    func constants() throws {
        let constant = try trace("nothing ?? 'x'")
        #expect(constant.alternative == "'x'")
        #expect(constant.path == nil)
        let nothing = try trace("nothing ?? properties.none | upper")
        #expect(nothing.alternative == nil)
        #expect(nothing.position == nil)
        #expect(nothing.alternatives == 2)
    }

    @Test("A single path, a loop and a condition are traced to what they read")
    func forms() throws {
        #expect(try trace("properties.total").path == "properties.total")
        #expect(try trace("properties.total").alternative == "properties.total")
        #expect(try trace("{each: properties.items, map: p}").path == "properties.items")
        #expect(
            try trace("{when: {user.country: US}, then: properties.total | number, else: 1}").path == "properties.total"
        )
        #expect(try trace("{first: [nothing, properties.total]}").alternative == "properties.total")
        #expect(try trace("headers.x ?? user.country | date").alternative == nil)
    }
}
