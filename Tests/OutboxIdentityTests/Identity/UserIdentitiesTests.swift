import OutboxCore
import OutboxIdentity
import OutboxTestSupport
import Testing

/// The digests that a withdrawal of consent is matched by.
@Suite struct UserIdentitiesTests {
    private static let kim = "kim@example.com"

    private func digests(_ user: String) throws -> [UserDigest] {
        UserIdentities.digests(of: try JSONDocument(Array(#"{"user":\#(user)}"#.utf8)).root)
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

    @Test func everyOneOfAListCountsOnce() throws {
        let found = try digests(#"{"id":["a","b","a"],"email":["\#(Self.kim)",null,5]}"#)
        #expect(try found == [digest("a"), digest("b"), digest(Self.kim)])
    }

    @Test(arguments: ["{}", "[]", "null", #"{"first_name":"Kim","zip":"12345"}"#, #"{"email":"none"}"#, #"{"id":""}"#])
    func whatNamesNobodyGivesNothing(_ user: String) throws {
        #expect(try digests(user).isEmpty)
    }

    @Test func anOperatorsWordIsReadByTheConfiguredRules() throws {
        let normalizer = IdentityNormalizer(rules: IdentityRules(externalIDCase: .lower))
        let found = UserIdentities.digests(of: " Kim@Example.com ", by: normalizer)
        #expect(try found == [digest(Self.kim)])
        #expect(try UserIdentities.digests(of: "AB-1", by: normalizer) == [digest("ab-1")])
        #expect(try UserIdentities.digests(of: SHA256Digest.hexadecimal(of: "x"), by: normalizer) == [digest("x")])
        #expect(UserIdentities.digests(of: "  ", by: normalizer).isEmpty)
    }

    @Test func theShortTextIsTheBeginningOfTheDigits() throws {
        #expect(try digest("x").shortText == SHA256Digest.hexadecimal(of: "x").prefix(12))
        #expect(UserDigest(bytes: [1, 2, 3]) == nil)
    }
}
