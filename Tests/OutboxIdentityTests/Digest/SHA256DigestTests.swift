import OutboxIdentity
import Testing

/// FIPS 180-4's examples, and the layer around them.
struct SHA256DigestTests {
    private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func hashesTheStandardsExamples() {
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        #expect(SHA256Digest(of: "abc").hexadecimal == Self.abc)
        #expect(
            SHA256Digest.hexadecimal(of: long) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        )
        #expect(
            SHA256Digest.ofNothing.hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        )
    }

    @Test func isTheSameForTextBytesAndAnySequence() {
        let expected = SHA256Digest(of: "abc")
        #expect(SHA256Digest(of: Array("abc".utf8)) == expected)
        #expect(SHA256Digest(of: "abc".utf8) == expected)
        #expect(SHA256Digest(of: AnySequence("abc".utf8)) == expected)
    }

    @Test func joinsPartsWithTheSeparator() {
        #expect(SHA256Digest(parts: ["a", "b"]) == SHA256Digest(of: "a\0b"))
        #expect(SHA256Digest(parts: ["a", "b"], separator: 0x0A) == SHA256Digest(of: "a\nb"))
        #expect(SHA256Digest(parts: [[0x61], [0x62]]) == SHA256Digest(of: "a\0b"))
        #expect(SHA256Digest(parts: ["abc"]) == SHA256Digest(of: "abc"))
        #expect(SHA256Digest(parts: [] as [String]) == SHA256Digest.ofNothing)
        #expect(SHA256Digest(parts: ["", ""]) == SHA256Digest(of: [0]))
    }

    @Test func isReadBackFromItsBytesAndDigits() {
        let digest = SHA256Digest(of: "abc")
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
        #expect(SHA256Digest(hexadecimal: Self.abc) == digest)
        #expect(SHA256Digest(hexadecimal: Self.abc.uppercased()) == digest)
        #expect(SHA256Digest(bytes: digest.bytes.dropLast()) == nil)
        #expect(SHA256Digest(hexadecimal: String(Self.abc.dropLast())) == nil)
        #expect(SHA256Digest(hexadecimal: Self.abc.dropLast() + "g") == nil)
        #expect(SHA256Digest(hexadecimal: Self.abc + " ") == nil)
        #expect(digest.description == Self.abc)
        #expect(digest.bytes.prefix(2).elementsEqual([0xBA, 0x78]))
    }
}
