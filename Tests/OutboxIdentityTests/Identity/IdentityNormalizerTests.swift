import OutboxIdentity
import Testing

/// The rules of each field but e-mail and phone, and those that hold for all.
struct IdentityNormalizerTests {
    private let normalizer = IdentityNormalizer()
    private static let emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    private static let digest = "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd"

    @Test(arguments: IdentityField.allCases)
    func neverHashesNothing(field: IdentityField) {
        for text in ["", "   ", "\t\r\n", "\u{A0}\u{3000}", "\u{200B}\u{FEFF}", "\0"] {
            #expect(normalizer.normalize(text, as: field) == .dropped(.empty))
        }
        #expect(normalizer.normalize(Self.emptyDigest, as: field) == .dropped(.digestOfNothing))
        #expect(normalizer.normalize(Self.emptyDigest.uppercased(), as: field) == .dropped(.digestOfNothing))
    }

    @Test(arguments: IdentityField.allCases)
    func passesDigestsThroughInLowerCase(field: IdentityField) {
        #expect(normalizer.normalize(Self.digest, as: field) == .digest(Self.digest, alreadyHashed: true))
        #expect(
            normalizer.normalize(" \(Self.digest.uppercased())\n", as: field)
                == .digest(Self.digest, alreadyHashed: true))
        #expect(normalizer.normalized(Self.digest, as: field) == nil)
    }

    @Test(arguments: IdentityField.allCases)
    func dropsOtherDigestsExceptAsAnID(field: IdentityField) {
        let (md5, sha1) = (String(Self.digest.prefix(32)), String(Self.digest.prefix(40)))
        if field == .externalID {
            #expect(normalizer.normalized(md5, as: field) == md5)
            #expect(normalizer.normalized(sha1, as: field) == sha1)
        } else {
            #expect(normalizer.normalize(md5, as: field) == .dropped(.looksLikeMD5))
            #expect(normalizer.normalize(sha1.uppercased(), as: field) == .dropped(.looksLikeSHA1))
        }
    }

    @Test func trimsAnExternalIDAndKeepsItsCase() {
        let lower = IdentityNormalizer(rules: IdentityRules(externalIDCase: .lower))
        #expect(normalizer.normalized(" User_123 ", as: .externalID) == "User_123")
        #expect(lower.normalized(" User_123 ", as: .externalID) == "user_123")
        #expect(lower.normalized("ÜSER", as: .externalID) == "üser")
        #expect(normalizer.normalized("00001", as: .externalID) == "00001")
        #expect(normalizer.normalized("a b-c/d", as: .externalID) == "a b-c/d")
    }

    @Test(arguments: [
        ("Jane", "jane"),
        ("  Anna   Maria ", "anna maria"),
        ("Anna - Maria", "anna maria"),
        ("Mary-Ann", "maryann"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Martin Luther King, Jr.", "martin luther king jr"),
        ("Zoë 😀", "zoë"),
        ("Nguyễn Văn", "nguyễn văn"),
        ("ŁUKASZ", "łukasz"),
        ("ΓΙΏΡΓΟΣ", "γιώργος"),
        ("ΣΟΦΟΚΛΗΣ ΣΟΥΛΗΣ", "σοφοκλης σουλης"),
        ("АННА-МАРИЯ", "аннамария"),
        ("李 小龙", "李 小龙"),
        ("李・小龙", "李小龙"),
        ("\u{202A}محمد\u{202C}", "محمد"),
        ("می\u{200C}نا", "می\u{200C}نا"),
        ("Jo\u{AD}hann\tSebastian", "johann sebastian"),
        ("John 3rd", "john 3rd"),
    ])
    func lowerCasesNamesAndRemovesPunctuation(written: String, normal: String) {
        #expect(normalizer.normalized(written, as: .firstName) == normal)
        #expect(normalizer.normalized(written, as: .lastName) == normal)
    }

    @Test(arguments: ["-", "'", "?!", "😀", "\u{3164}", "- -"])
    func dropsNamesOfPunctuationOnly(text: String) {
        #expect(normalizer.normalize(text, as: .lastName) == .dropped(.empty))
    }

    @Test func saysWhetherItWasHashed() {
        #expect(normalizer.normalize("+12133734253", as: .phone) == .digest(Self.digest, alreadyHashed: false))
    }

    @Test func reasonsNameTheProblemAndNeverTheValue() throws {
        let region = try #require(PhoneRegion(code: "GB"))
        let rules = IdentityRules(phoneRegion: region)
        #expect(DropReason.noCountryCode.description.contains("identity.phone_region"))
        #expect(DropReason.doesNotFit(region).description.contains("GB"))
        for (value, field) in [("jane@", IdentityField.email), ("0211987654321", .phone), ("+4402119876", .phone)] {
            guard case .dropped(let reason) = IdentityNormalizer(rules: rules).normalize(value, as: field) else {
                Issue.record("\(value) was taken")
                continue
            }
            #expect(!reason.description.contains(value) && !reason.description.contains("987654"))
        }
    }
}
