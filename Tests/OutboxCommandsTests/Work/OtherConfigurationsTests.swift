import Testing

@testable import OutboxCommands

@Suite("Looking for the configurations of others")
struct OtherConfigurationsTests {
    @Test("happens a few times a second at most, and once after the last change")
    func turns() {
        var others = OtherConfigurations()
        let start = ContinuousClock.now
        #expect(others.turn(at: start) == .now)
        #expect(others.turn(at: start + .milliseconds(30)) == .after(.milliseconds(70)))
        #expect(others.turn(at: start + .milliseconds(40)) == .awaited)
        #expect(others.turn(at: start + .milliseconds(100)) == .now)
        #expect(others.turn(at: start + .milliseconds(150)) == .after(.milliseconds(50)))
        #expect(others.turn(at: start + .seconds(9)) == .now)
    }
}
