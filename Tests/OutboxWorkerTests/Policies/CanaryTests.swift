import OutboxWorker
import Testing

@Suite struct CanaryTests {
    @Test func oneThenTenThenFull() {
        var canary = Canary()
        #expect(canary.limit == 1)
        canary.delivered()
        #expect(canary.limit == 10)
        #expect(canary.isAlone)
        canary.delivered()
        #expect(canary.limit == nil)
        #expect(!canary.isAlone)
        canary.delivered()
        #expect(canary.limit == nil)
    }

    @Test func itStartsAgainAtAnyStage() {
        var canary = Canary(isThrough: true)
        #expect(canary.limit == nil)
        canary.restart()
        #expect(canary.limit == 1)
        canary.delivered()
        canary.restart()
        #expect(canary.limit == 1)
    }
}
