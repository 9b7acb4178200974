import OutboxCore
import Testing

@testable import OutboxSandbox

@Suite("The plan of faults")
struct FaultPlanTests {
    private func plan(_ json: String, seed: UInt64 = 1) throws -> FaultPlan {
        var plan = try FaultPlan(seed: seed)
        try plan.apply(Array(json.utf8))
        return plan
    }

    private func faults(_ plan: FaultPlan, _ count: Int) -> [Fault?] {
        var plan = plan
        return (0..<count).map { _ in plan.draw() }
    }

    @Test("is the same for the same seed, and another for another")
    func seeded() throws {
        let json = #"{"rate-limit":0.2,"hang":0.2}"#
        #expect(faults(try plan(json, seed: 5), 200) == faults(try plan(json, seed: 5), 200))
        #expect(faults(try plan(json, seed: 5), 200) != faults(try plan(json, seed: 6), 200))
    }

    @Test("comes near its rates")
    func rates() throws {
        let drawn = faults(try plan(#"{"rate-limit":0.1,"partial":0.3}"#), 10_000)
        #expect((800...1200).contains(drawn.count { $0 == .rateLimit }))
        #expect((2700...3300).contains(drawn.count { $0 == .partial }))
        #expect(Set(drawn).subtracting([.rateLimit, .partial, nil]).isEmpty)
    }

    @Test("at rate 1 always, at rate 0 never")
    func ends() throws {
        #expect(faults(try plan(#"{"hang":1}"#), 100).allSatisfy { $0 == .hang })
        #expect(faults(try plan(#"{"hang":0}"#), 100).allSatisfy { $0 == nil })
    }

    @Test("takes what comes next before the rates")
    func next() throws {
        let plan = try plan(#"{"hang":1,"next":["partial","ok","slow"]}"#)
        #expect(faults(plan, 4) == [.partial, nil, .slow, .hang])
    }

    @Test("changes what is named and leaves the rest")
    func changes() throws {
        var plan = try plan(#"{"hang":0.5,"delay_ms":20,"refuse_event_ids":["a","b"],"index":false}"#)
        try plan.apply(Array(#"{"slow_ms":7}"#.utf8))
        #expect(plan.rates[.hang] == 0.5)
        #expect(plan.delay == .milliseconds(20))
        #expect(plan.slowDelay == .milliseconds(7))
        #expect(plan.refusedEventIDs == ["a", "b"])
        #expect(!plan.namesIndex)
        let shown = String(decoding: plan.json, as: UTF8.self)
        #expect(
            shown == #"{"hang":0.5,"delay_ms":20,"slow_ms":7,"refuse_event_ids":["a","b"],"index":false,"next":[]}"#
        )
        var again = try FaultPlan(seed: 1)
        try again.apply(plan.json)
        #expect(again.json == plan.json)
    }

    @Test(
        "refuses what it cannot do, and changes nothing then",
        arguments: [
            (#"{"hang":0.1,"typo":1}"#, SandboxError.member("typo")), (#"{"hang":2}"#, .member("hang")),
            (#"{"hang":-0.1}"#, .member("hang")), (#"{"hang":"1"}"#, .member("hang")),
            (#"{"hang":0.6,"slow":0.6}"#, .rates), (#"{"delay_ms":-1}"#, .member("delay_ms")),
            (#"{"delay_ms":1e9}"#, .member("delay_ms")), (#"{"index":1}"#, .member("index")),
            (#"{"refuse_event_ids":[1]}"#, .member("refuse_event_ids")), (#"{"next":["no"]}"#, .member("next")),
            (#"{"next":"hang"}"#, .member("next")), ("[]", .body), ("", .body),
        ]
    )
    func refused(json: String, error: SandboxError) throws {
        var plan = try FaultPlan(seed: 1)
        let before = plan.json
        #expect(throws: error) { try plan.apply(Array(json.utf8)) }
        #expect(plan.json == before)
    }

    @Test("of the issue's soak adds up")
    func soak() throws {
        var settings = SandboxSettings()
        for fault in [
            "rate-limit=0.1", "server-error=0.1", "reset-after=0.05", "reset-before=0.05", "partial=0.02",
            "bad-gateway=0.05",
        ] {
            try settings.addFault(fault)
        }
        #expect(settings.faults.count == 6)
        for text in ["", "hang", "hang=", "hang=2", "hang=x", "no=0.1", "hang=0.1=0.2"] {
            #expect(throws: SandboxError.fault(text)) { try settings.addFault(text) }
        }
        #expect(throws: SandboxError.rates) { try FaultPlan(seed: 1, rates: [.hang: 0.6, .slow: 0.6]) }
        _ = try FaultPlan(seed: 1, rates: Dictionary(uniqueKeysWithValues: Fault.allCases.map { ($0, 0.1) }))
    }
}
