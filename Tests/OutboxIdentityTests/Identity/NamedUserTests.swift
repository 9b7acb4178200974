import OutboxCore
import OutboxIdentity
import OutboxTestSupport
import Testing

/// What is understood of the text that an operator names a user by.
@Suite struct NamedUserTests {
    private func digest(_ text: String) throws -> UserDigest {
        try #require(UserDigest(bytes: TestDigest.sha256(text)))
    }

    private func named(_ text: String, _ rules: IdentityRules = IdentityRules()) -> NamedUser {
        NamedUser(text, by: IdentityNormalizer(rules: rules))
    }

    @Test func anAddressIsAnIDTooWhereTheRulesDoNotMakeThemOne() throws {
        let kim = named(" Kim@Example.com ")
        #expect(try kim.digests == [digest("Kim@Example.com"), digest("kim@example.com")])
        #expect(kim.readAs == [.externalID, .email])
        #expect(kim.doubt == nil)
        let lowered = named(" Kim@Example.com ", IdentityRules(externalIDCase: .lower))
        #expect(try lowered.digests == [digest("kim@example.com")])
    }

    @Test func aReadyDigestIsReadAsNothing() throws {
        let ready = named(SHA256Digest.hexadecimal(of: "x"))
        #expect(try ready.digests == [digest("x")])
        #expect(ready.readAs.isEmpty)
        #expect(named("  ").digests.isEmpty)
    }

    @Test(arguments: ["07911 123456", "(079) 1112-3456", "1234567"])
    func aNumberWithoutCountryCodeIsAnIDAloneAndInDoubt(_ text: String) {
        let user = named(text)
        #expect(user.readAs == [.externalID])
        #expect(user.doubt == .noCountryCode)
    }

    @Test func aRegionReadsItsNumbers() throws {
        let rules = IdentityRules(phoneRegion: PhoneRegion(code: "GB"))
        let user = named("07911 123456", rules)
        #expect(user.readAs == [.externalID, .phone])
        #expect(user.doubt == nil)
        #expect(try user.digests.contains(digest("+447911123456")))
    }

    @Test(arguments: [("ada@example", DropReason.notAnEmail), ("+999 123 456 78", .unknownCallingCode)])
    func whatOnlyLooksLikeAnIdentityIsInDoubt(_ text: String, _ reason: DropReason) {
        #expect(named(text).readAs == [.externalID])
        #expect(named(text).doubt == reason)
    }

    @Test(arguments: ["1042", "u-77", "kim", "2024-a-1234567"])
    func anIDIsNoDoubt(_ text: String) {
        #expect(named(text).readAs == [.externalID])
        #expect(named(text).doubt == nil)
    }
}
