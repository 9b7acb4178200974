import OutboxIdentity
import OutboxTestSupport
import Testing

/// What must hold for every text, tried with seeded random ones.
struct IdentityPropertyTests {
    private static let regions = [nil, "US", "GB", "DE", "IT", "RU", "HU", "FR", "CI", "JP"]

    private static let pieces = [
        "a", "B", "é", "É", "Σ", "ς", "İ", "ß", "李", "م", "e\u{301}", "😀", " ", "\u{A0}", "\u{200B}", "\u{200C}",
        "\u{202A}",
        "-", "–", "'", ".", "@", "@", "+", "(", ")", "(0)", "0", "1", "44", "49", "39", "151", "7911", "1234567", "٤",
        "４",
        "example.com", "jane", "%40", "%2B", "%25", "=", "?", "&", "/", "://", "#", ";", "mailto:", "\0", "\u{FFFD}",
        "deadbeef",
    ]

    private static func text(using random: inout SeededRandom) -> String {
        if random.oneIn(4) {
            return String(decoding: random.bytes(Int.random(in: 0...40, using: &random)), as: UTF8.self)
        }
        let count = Int.random(in: 0...12, using: &random)
        return (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
    }

    private static func phone(using random: inout SeededRandom) -> String {
        let digits = (0..<Int.random(in: 5...14, using: &random)).map { _ in
            String(Int.random(in: 0...9, using: &random))
                + (random.oneIn(4) ? [" ", "-", "(0)"][Int(random.next() % 3)] : "")
        }
        return (random.oneIn(2) ? "+" : "") + digits.joined()
    }

    private static func email(using random: inout SeededRandom) -> String {
        text(using: &random) + "@" + text(using: &random) + ["", "example.com", ".co.uk"][Int(random.next() % 3)]
    }

    @Test func normalisingTwiceIsNormalisingOnceAndNothingIsHashedTwice() {
        var random = SeededRandom(printingSeedAs: "IDENTITY_SEED")
        let nothing = SHA256Digest.ofNothing.hexadecimal
        for round in 0..<5_000 {
            let region = Self.regions[Int(random.next() % UInt64(Self.regions.count))].flatMap { PhoneRegion(code: $0) }
            let rules = IdentityRules(phoneRegion: region, externalIDCase: random.oneIn(2) ? .lower : .keep)
            let normalizer = IdentityNormalizer(rules: rules)
            let value =
                switch round % 3 {
                case 0: Self.phone(using: &random)
                case 1: Self.email(using: &random)
                default: Self.text(using: &random)
                }
            for field in IdentityField.allCases {
                guard case .digest(let digest, let alreadyHashed) = normalizer.normalize(value, as: field) else {
                    #expect(normalizer.normalized(value, as: field) == nil, "\(value) \(field) \(random)")
                    continue
                }
                #expect(digest != nothing && digest.utf8.count == 64, "\(value) \(field) \(random)")
                #expect(normalizer.normalize(digest, as: field) == .digest(digest, alreadyHashed: true))
                guard !alreadyHashed, let clear = normalizer.normalized(value, as: field) else { continue }
                #expect(SHA256Digest.hexadecimal(of: clear) == digest, "\(value) \(field) \(random)")
                let again = normalizer.normalized(clear, as: field).map { Array($0.utf8) }
                #expect(again == Array(clear.utf8), "\(value) \(field) \(random)")
            }
        }
    }

    @Test func theQuickWayMakesTheSameDigests() {
        var random = SeededRandom(printingSeedAs: "IDENTITY_SEED")
        var quick = 0
        for round in 0..<6_000 {
            let region = Self.regions[Int(random.next() % UInt64(Self.regions.count))].flatMap { PhoneRegion(code: $0) }
            let normalizer = IdentityNormalizer(
                rules: IdentityRules(phoneRegion: region, externalIDCase: random.oneIn(2) ? .lower : .keep))
            let value =
                switch round % 4 {
                case 0: Self.phone(using: &random).filter { $0 != " " || random.oneIn(3) }
                case 1: Self.email(using: &random)
                case 2: String(UInt64.random(in: 0...(1 << UInt64(random.next() % 64)), using: &random))
                default: Self.text(using: &random)
                }
            for field in IdentityField.allCases {
                let bytes = Array(value.utf8)
                guard let digest = bytes.withUnsafeBufferPointer({ normalizer.quickDigest(of: $0, as: field) }) else {
                    continue
                }
                quick += 1
                #expect(
                    normalizer.normalize(value, as: field) == .digest(digest.hexadecimal, alreadyHashed: false),
                    "\(value) \(field) \(random)")
            }
        }
        #expect(quick > 3_000)
    }

    @Test func placesAreTheSameTheQuickWay() {
        var random = SeededRandom(printingSeedAs: "IDENTITY_SEED")
        let address = AddressNormalizer()
        for _ in 0..<5_000 {
            let text = Self.text(using: &random)
            func quick(_ make: (UnsafeBufferPointer<UInt8>, (UnsafeBufferPointer<UInt8>) -> Void) -> Bool) -> String? {
                var made: String?
                let isMade = Array(text.utf8).withUnsafeBufferPointer { bytes in
                    make(bytes) { made = String(decoding: $0, as: UTF8.self) }
                }
                return isMade ? made : nil
            }
            if let place = quick({ address.withQuotedPlace($0, $1) }) {
                #expect((try? address.city(text)).map { "\"\($0)\"" } == place, "\(text) \(random)")
            }
            if let country = quick({ address.withQuotedCountry($0, $1) }) {
                #expect((try? address.country(text)).map { "\"\($0)\"" } == country, "\(text) \(random)")
            }
        }
    }

    @Test func theScannerFindsWhatTheNormalizerAccepts() {
        var random = SeededRandom(printingSeedAs: "IDENTITY_SEED")
        let (normalizer, scanner) = (IdentityNormalizer(), PersonalDataScanner())
        var found = 0
        for _ in 0..<5_000 {
            let email = Self.email(using: &random)
            if normalizer.normalized(email, as: .email) != nil {
                found += 1
                #expect(scanner.scrub(email) != nil, "\(email) \(random)")
                // An address that looks percent-encoded itself is decoded too far.
                guard !email.contains("%") else { continue }
                #expect(scanner.scrub("https://shop.example/?e=\(Self.encoded(email))") != nil, "\(email) \(random)")
            }
            let phone = Self.phone(using: &random)
            if phone.hasPrefix("+"), let normal = normalizer.normalized(phone, as: .phone) {
                found += 1
                let digest = SHA256Digest.hexadecimal(of: normal)
                #expect(scanner.scrub(phone)?.text == digest, "\(phone) \(random)")
                #expect(scanner.scrub("?p=\(Self.encoded(phone))")?.text == "?p=\(digest)", "\(phone) \(random)")
            }
        }
        #expect(found > 300)
    }

    @Test func theScannerReplacesNothingButWhatItReports() {
        var random = SeededRandom(printingSeedAs: "IDENTITY_SEED")
        let scanner = PersonalDataScanner()
        for _ in 0..<10_000 {
            let text = Self.text(using: &random) + (random.oneIn(3) ? "?e=jane@example.com" : "")
            guard let scrubbed = scanner.scrub(text) else { continue }
            #expect(!scrubbed.found.isEmpty && scrubbed.text != text, "\(text) \(random)")
            let digests = scrubbed.text.utf8.count / 64
            // The user of a URL has none.
            #expect(scrubbed.found.count { $0 != .userInfo } <= digests, "\(text) \(random)")
        }
    }

    /// Every byte that is not unreserved (RFC 3986, section 2.3) as `%XX`.
    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
