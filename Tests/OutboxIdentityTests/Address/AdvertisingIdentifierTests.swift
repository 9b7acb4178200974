import OutboxIdentity
import Testing

/// Apple's and Google's advertising ids.
struct AdvertisingIdentifierTests {
    @Test func takeTheLettersThatTikTokHashes() {
        #expect(
            AdvertisingIdentifier.idfa(" ea7583cd-a667-48bc-b806-42ecb2b48606 ")
                == "EA7583CD-A667-48BC-B806-42ECB2B48606"
        )
        #expect(
            AdvertisingIdentifier.gaid(" AAAAAA-2222-1111-8787-809e92233ba0 ") == "aaaaaa-2222-1111-8787-809e92233ba0"
        )
    }

    @Test func ofDigestsAreTheLowerCaseDigits() {
        let digest = SHA256Digest.hexadecimal(of: "EA7583CD-A667-48BC-B806-42ECB2B48606")
        #expect(AdvertisingIdentifier.idfa(digest.uppercased()) == digest)
        #expect(AdvertisingIdentifier.gaid(digest) == digest)
    }

    @Test(arguments: ["", "  ", "00000000-0000-0000-0000-000000000000", "0"])
    func ofNobodyAreNil(text: String) {
        #expect(AdvertisingIdentifier.idfa(text) == nil)
        #expect(AdvertisingIdentifier.gaid(text) == nil)
    }
}
