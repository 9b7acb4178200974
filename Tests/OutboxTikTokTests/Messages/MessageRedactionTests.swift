import OutboxTestSupport
import Testing

@testable import OutboxTikTok

@Suite("A message on record")
struct MessageRedactionTests {
    @Test(
        "keeps the language of TikTok's messages",
        arguments: [
            "OK", "Partial success",
            "Invalid value for data. 1 .event_id: not a valid string.",
            "Invalid value for event_source: must be web, app or offline.",
            "Batch.0.properties.contents.0.content_id: Not a valid string",
            "Access token is incorrect or has been revoked.",
            "Too many requests. Please retry in some time.",
            "App reaches the QPS limit.",
            "Too many requests, requests from App are temporarily restricted.",
            "Invalid value for data: must have 1 to 1000 events.",
            "Invalid Price Field",
        ]
    )
    func kept(message: String) {
        #expect(MessageRedaction.redact(message) == message)
    }

    @Test(
        "holds no value",
        arguments: [
            ("Invalid value for data. 0 .user.email: jane.doe@example.com is not hashed", ": … is not hashed"),
            ("jane.doe@example.com is not a valid email", "… is not a valid email"),
            ("Invalid value for phone: +1 (213) 373-4253 is not hashed", ": … is not hashed"),
            ("phone 12133734253 not valid", "phone … not valid"),
            ("Invalid value for user.first_name: Jane Doe", "user.first_name: …"),
            ("Invalid value for email: \"Jane Doe\" is not hashed", ": … is not hashed"),
            ("Invalid value for email: 'Jane O'Hara' is not hashed", ": … is not hashed"),
            ("Invalid value \"jane for email", "Invalid value …"),
            ("Invalid value for ip: 203.0.113.77 is private", ": … is …"),
            ("ip 203.0.113.77 is not valid", "ip … is not valid"),
            ("ip 2001:db8::1 is not valid", "ip … is not valid"),
            ("digest 81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2 is not valid", "digest … is"),
            ("Invalid value for page.url: https://shop.example/?email=jane is not valid", "page.url: … is not valid"),
            ("No permission to operate pixel code: C4KEXAMPLE0000000000. You must be an admin", "code: …. You must be"),
            ("Invalid value for zip_code: SW1A 1AA is not hashed", ": … is not hashed"),
        ]
    )
    func cut(message: String, expected: String) {
        let text = MessageRedaction.redact(message)
        #expect(text.contains(expected), "\(text)")
        for secret in [
            "jane", "Jane", "Doe", "Hara", "213", "4253", "203.0", "db8", "81f8", "shop.example", "C4K", "SW1A",
        ] {
            #expect(!text.contains(secret), "\(text)")
        }
    }

    @Test("is bounded, however long it was")
    func bounded() {
        #expect(MessageRedaction.redact(String(repeating: "word ", count: 20_000)).count <= 500)
        #expect(MessageRedaction.redact(String(repeating: "x", count: 60_000)).count <= 500)
    }

    @Test("of an echoed value holds nothing of it, whatever the value")
    func echoes() {
        var random = SeededRandom(printingSeedAs: "REDACTION_SEED")
        for _ in 0..<2000 {
            let value = String(
                (0..<Int.random(in: 6...40, using: &random)).map { _ in
                    "abcdefghijkmnpqrtuvwxyzABC0123456789@.+-_".randomElement(using: &random) ?? "x"
                })
            let text = MessageRedaction.redact("Invalid value for data. 0 .user.email: \(value)")
            let tail = text.split(separator: ":", maxSplits: 1).last.map(String.init) ?? ""
            #expect(!tail.contains(value), "seed \(random.seed): \(value) in \(text)")
        }
    }
}
