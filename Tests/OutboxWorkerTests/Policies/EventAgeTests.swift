import OutboxCore
import OutboxWorker
import Testing

@Suite struct EventAgeTests {
    @Test func exactlyTheLimitIsStillSent() {
        let age = EventAge(maximum: .seconds(7 * 86_400))
        #expect(!age.isTooOld(noon - .seconds(7 * 86_400), at: noon))
        #expect(age.isTooOld(noon - .milliseconds(7 * 86_400_000 + 1), at: noon))
        #expect(!age.isTooOld(noon + .seconds(300), at: noon))
        #expect(age.detail.contains("168 hours"))
    }
}
