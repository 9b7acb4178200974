import OutboxCore
import Testing

@testable import OutboxSQLite

@Suite("Sending lists")
struct SendingListTests {
    private static func sending(_ id: String?, _ name: String = "Purchase", to pixel: String? = "A") -> Sending {
        Sending(eventSourceID: pixel, tiktokEvent: name, sentEventID: id)
    }

    private static let lists: [[Sending]] = [
        [sending("own0")],
        [sending("own0"), sending("own1", "ViewContent"), sending("own2")],
        [sending("mapped \"1\""), sending("own1"), sending(nil), sending("own0", to: nil)],
    ]

    @Test("What was said comes back by position", arguments: lists)
    func roundTrip(_ sendings: [Sending]) throws {
        let own = sendings.indices.map { "own\($0)" }
        let text = try #require(SendingList.encode(sendings, ownEventIDs: own))
        let list = try #require(SendingList(text))
        #expect(sendings.indices.map { list.sending(at: $0, ownEventID: own[$0]) } == sendings)
        let unknown = try #require(SendingList.encode(sendings).flatMap { SendingList($0) })
        #expect(sendings.indices.map { unknown.sending(at: $0, ownEventID: "other") } == sendings)
    }

    @Test("A thousand of one name with their own ids take no more than one")
    func size() throws {
        let sendings = (0..<1000).map { Self.sending("own\($0)") }
        #expect(SendingList.encode(sendings, ownEventIDs: sendings.map(\.sentEventID))?.utf8.count == 25)
        #expect(SendingList.encode([]) == nil)
    }

    @Test("A test code is told of all")
    func test() throws {
        let sending = Sending(eventSourceID: "A", tiktokEvent: "Purchase", sentEventID: "own", isTest: true)
        let list = try #require(SendingList.encode([sending]).flatMap { SendingList($0) })
        #expect(list.sending(at: 0, ownEventID: nil) == sending)
    }

    @Test("What was never written, or ends too early, says nothing")
    func damaged() throws {
        for text in ["", "{}", #"{"as":[["A"]]}"#, #"{"as":[[1,2]]}"#] { #expect(SendingList(text) == nil) }
        let short = try #require(SendingList(#"{"as":[["A","Purchase"],["A","Lead"]],"of":[1]}"#))
        #expect(short.sending(at: 0, ownEventID: "x") == Self.sending("x", "Lead"))
        #expect(short.sending(at: 1, ownEventID: "x") == nil)
    }
}
