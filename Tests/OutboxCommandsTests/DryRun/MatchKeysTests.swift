import OutboxCore
import Testing

@testable import OutboxCommands

@Suite("Match keys")
struct MatchKeysTests {
    @Test("Says which are there and which are missing, by event source")
    func keys() {
        let event = Array(#"{"event":"ViewContent","user":{"email":"x","external_id":"y","city":"paris"}}"#.utf8)
        let web = MatchKeys(event, eventSource: .web)
        #expect(web.text == "2 of 7: email external_id; missing phone ttclid ttp ip user_agent")
        #expect(MatchKeys(event, eventSource: .offline).missing == ["phone"])
        #expect(MatchKeys(Array("{}".utf8), eventSource: .crm).text == "0 of 3; missing email phone external_id")
    }
}
