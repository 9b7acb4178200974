import OutboxCore
import OutboxIdentity
import OutboxTestSupport
import Testing

/// The digests that a withdrawal of consent is matched by.
@Suite struct UserIdentitiesTests {
    private static let kim = "kim@example.com"

    private func digests(_ user: String) throws -> [UserDigest] {
        UserIdentities.digests(of: try EventRecord(Array(#"{"event":{"user":\#(user)}}"#.utf8)))
    }

    private func digest(_ text: String) throws -> UserDigest {
        try #require(UserDigest(bytes: TestDigest.sha256(text)))
    }

    @Test func idEMailAndPhoneNameAPersonInClearOrHashed() throws {
        let hashed = SHA256Digest.hexadecimal(of: Self.kim)
        #expect(try digests(#"{"email":"\#(hashed)"}"#) == [digest(Self.kim)])
        #expect(try digests(#"{"email":"\#(Self.kim)"}"#) == [digest(Self.kim)])
        #expect(try digests(#"{"email_sha256":["\#(hashed)"]}"#) == [digest(Self.kim)])
        #expect(try digests(#"{"phone":"+447700900123"}"#) == [digest("+447700900123")])
        #expect(try digests(#"{"id":1042}"#) == [digest("1042")])
    }

    @Test func anIdThatIsAnAddressCountsAsOneInAnyLetters() throws {
        #expect(try digests(#"{"id":"KIM@Example.com"}"#) == [digest("KIM@Example.com"), digest(Self.kim)])
        #expect(try digests(#"{"id":"\#(Self.kim)"}"#) == [digest(Self.kim)])
        #expect(try digests(#"{"id":"@kim"}"#) == [digest("@kim")])
        let known = SHA256Digest.hexadecimal(of: Self.kim)
        let record = EventRecord.encode(
            event: Array(#"{"user":{"id":"x"}}"#.utf8), warnings: [], marks: [], knownAs: [known, "no digest"])
        #expect(try UserIdentities.digests(of: EventRecord(record)) == [digest(Self.kim), digest("x")])
    }

    @Test func everyOneOfAListCountsOnce() throws {
        let found = try digests(#"{"id":["a","b","a"],"email":["\#(Self.kim)",null,5]}"#)
        #expect(try found == [digest("a"), digest("b"), digest(Self.kim)])
    }

    @Test(arguments: ["{}", "[]", "null", #"{"first_name":"Kim","zip":"12345"}"#, #"{"email":"none"}"#, #"{"id":""}"#])
    func whatNamesNobodyGivesNothing(_ user: String) throws {
        #expect(try digests(user).isEmpty)
    }

    @Test func aRenderedEventNamesWhomTikTokIsTold() throws {
        let (kim, lee) = (SHA256Digest.hexadecimal(of: Self.kim), SHA256Digest.hexadecimal(of: "lee"))
        let event = #"{"user":{"email":["\#(kim)"],"external_id":"\#(lee)","first_name":"\#(kim)","ip":"8.8.8.8"}}"#
        let found = UserIdentities.digests(ofRendered: try JSONDocument(Array(event.utf8)).root)
        #expect(try found == [digest("lee"), digest(Self.kim)])
        #expect(UserIdentities.digests(ofRendered: try JSONDocument(Array("{}".utf8)).root).isEmpty)
    }

    @Test func theShortTextIsTheBeginningOfTheDigits() throws {
        #expect(try digest("x").shortText == SHA256Digest.hexadecimal(of: "x").prefix(12))
        #expect(UserDigest(bytes: [1, 2, 3]) == nil)
    }
}
