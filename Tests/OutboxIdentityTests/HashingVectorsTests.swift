import FoundationEssentials
import OutboxIdentity
import Testing

/// `Vectors/hashing.jsonl`: what TikTok's document and its clients hash, line by line.
///
/// Each line names its source: TikTok's document 1771101303285761 "Report App, Web, Offline, or CRM Events", and the
/// tests of public clients, among them n8n-nodes-tiktok-events-api by nocode-expert (MIT). No line is left out: what
/// comes out differently is listed with the reason.
struct HashingVectorsTests {
    struct Vector: Decodable, CustomTestStringConvertible, Sendable {
        struct Configuration: Decodable, Sendable {
            let field: String
            let authority: String
            let defaultCallingCode: String?
            let officialAlternative: String?
        }
        struct Expected: Decodable, Sendable {
            let kind: String
            let normalized: String?
            let sha256: String?
            let value: String?
        }
        let name: String
        let config: Configuration
        let input: String
        let expected: Expected

        var testDescription: String { name }
    }

    /// The lines that come out differently, by name, with the reason.
    private static let differences: [String: String] = [
        "phone +86 carve-out (1.0-era TikTok rule; not in the 2.0 endpoint doc)":
            "TikTok's document for 2.0 makes no exception for China: +8613800000000 with its plus",
        "city unhashed, lower-case, no spaces or diacritics":
            "TikTok asks for lower case without spaces and punctuation; accents are letters, and stay",
        "IDFA example: hash is over the UPPERCASE raw value":
            "sent in clear text, which TikTok takes as well; the digest of what is sent is the expected one",
        "GAID example: hash is over the lowercase raw value":
            "sent in clear text, which TikTok takes as well; the digest of what is sent is the expected one",
    ]

    static let vectors: [Vector] = PackageResources.hashing_jsonl.split(separator: 0x0A).compactMap { line in
        try? JSONDecoder().decode(Vector.self, from: Data(line))
    }

    private static let fields: [String: IdentityField] = [
        "email": .email, "phone": .phone, "external_id": .externalID, "first_name": .firstName, "zip_code": .zip,
    ]

    @Test func everyLineIsRead() {
        #expect(Self.vectors.count == 32)
        #expect(Set(Self.vectors.map(\.name)).isSuperset(of: Self.differences.keys))
    }

    @Test(arguments: vectors)
    func comesOutAsListed(vector: Vector) throws {
        let isDifferent = Self.differences[vector.name] != nil
        switch vector.config.field {
        case "ip":
            #expect(InternetAddress(vector.input)?.text == vector.expected.value)
        case "idfa":
            #expect(isDifferent)
            let clear = try #require(AdvertisingIdentifier.idfa(vector.input))
            #expect(SHA256Digest.hexadecimal(of: clear) == vector.expected.sha256)
        case "gaid":
            #expect(isDifferent)
            let clear = try #require(AdvertisingIdentifier.gaid(vector.input))
            #expect(SHA256Digest.hexadecimal(of: clear) == vector.expected.sha256)
        case "city":
            #expect(isDifferent)
            #expect(try AddressNormalizer().city(vector.input) == "târgumureș")
        default:
            try checkIdentity(vector, isDifferent: isDifferent)
        }
    }

    private func checkIdentity(_ vector: Vector, isDifferent: Bool) throws {
        let field = try #require(Self.fields[vector.config.field])
        let region = vector.config.defaultCallingCode.flatMap { PhoneRegion.suggestion(for: $0) }
        let normalizer = IdentityNormalizer(rules: IdentityRules(phoneRegion: region))
        let result = normalizer.normalize(vector.input, as: field)
        switch vector.expected.kind {
        case "hashed" where isDifferent:
            let official = try #require(vector.config.officialAlternative)
            #expect(normalizer.normalized(vector.input, as: field) == official)
            #expect(result == .digest(SHA256Digest.hexadecimal(of: official), alreadyHashed: false))
        case "hashed":
            #expect(normalizer.normalized(vector.input, as: field) == vector.expected.normalized)
            #expect(try result == .digest(#require(vector.expected.sha256), alreadyHashed: false))
        case "raw":
            #expect(try result == .digest(#require(vector.expected.value), alreadyHashed: true))
        default:
            guard case .dropped = result else {
                Issue.record("not dropped")
                return
            }
        }
    }

    /// The official examples that the file does not hold.
    @Test func officialExamplesBesideTheFile() {
        let normalizer = IdentityNormalizer()
        let phone = "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd"
        #expect(normalizer.normalize("+12133734253", as: .phone) == .digest(phone, alreadyHashed: false))
        #expect(normalizer.normalized("M5V 3L9", as: .zip) == "m5v3l9")
        #expect(SHA256Digest.hexadecimal(of: "m5v3l9").hasPrefix("5c850751"))
    }
}
