import FoundationEssentials
import GRDB
import OutboxTestSupport
import Testing
import TikTokOutbox

@Suite("Identities")
struct IdentityTests {
    private static func shopper() -> ConversionEvent {
        var event = ConversionEvent.sample("ord-1")
        event.user = .init(
            id: "user-qxzk", email: " Qxzkvjwy@Example.com", phone: "07700 900123", firstName: "Qxzada",
            lastName: "Qxzlove", zip: "QX1 1ZZ", city: "London", country: "GB")
        event.properties["note"] = "qxzkvjwy@example.com"
        event.properties["callback"] = ["+44 7700 900123"]
        event.context.pageURL = "https://shop.example/thanks?mail=qxzkvjwy%40example.com"
        return event
    }

    private static let clear = ["qxz", "7700900123", "7700 900123", "qx1 1zz", "qx11zz"]

    @Test("nothing clear reaches the disk, and digests do", arguments: [true, false])
    func disk(hasOwnFile: Bool) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("file.db")
        if hasOwnFile {
            let outbox = try Outbox(path: path, source: "shop", identity: .init(phoneRegion: "GB"))
            try await outbox.enqueue(Self.shopper())
            try look(path)
        } else {
            let pool = try CallersDatabase.open(.pool, path: path)
            let source = try OutboxSource("shop", identity: .init(phoneRegion: "GB"))
            try await pool.write { database in
                try Outbox.prepare(database)
                try Outbox.enqueue(Self.shopper(), from: source, in: database)
            }
            try look(path)
        }
    }

    private func look(_ path: String) throws {
        let bytes = try ["", "-wal"].flatMap { suffix in
            FileManager.default.fileExists(atPath: path + suffix)
                ? [UInt8](try Data(contentsOf: URL(filePath: path + suffix))) : []
        }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        #expect(Self.clear.filter { text.contains($0) } == [], "on the disk in clear")
        let digests = ["qxzkvjwy@example.com", "+447700900123"].map(Self.sha256)
        #expect(digests.filter { !text.contains($0) } == [], "not on the disk")
    }

    private static func sha256(_ text: String) -> String {
        TestDigest.sha256(text).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    @Test("a user's id keeps its letters or is lower-cased, as the source says")
    func letterCase() async throws {
        let folder = try TemporaryFolder()
        for (letterCase, id) in [(OutboxSource.IdentityRules.LetterCase.keep, "Ada-1"), (.lower, "ada-1")] {
            let path = folder.file("\(letterCase).db")
            let outbox = try Outbox(path: path, source: "shop", identity: .init(externalIDCase: letterCase))
            var event = ConversionEvent.sample("ord-1")
            event.user.id = "Ada-1"
            try await outbox.enqueue(event)
            let body = try await DatabaseQueue(path: path).read { database in
                try Data.fetchOne(database, sql: "SELECT body FROM outbox_event_body")
            }
            #expect(String(decoding: body ?? Data(), as: UTF8.self).contains(Self.sha256(id)), "\(letterCase)")
        }
    }

    @Test("no description of an event shows them")
    func descriptions() {
        let event = Self.shopper()
        var dumped = ""
        dump([event], to: &dumped)
        var user = ""
        dump(event.user, to: &user)
        let texts = [
            "\(event)", String(reflecting: event), dumped, user, "\(event.user)", String(reflecting: event.user),
            "\([event])", "\(event.context)", String(reflecting: Optional(event)),
        ]
        for text in texts {
            for identity in Self.clear { #expect(!text.lowercased().contains(identity), "\(text)") }
        }
        #expect("\(event)" == "purchase ord-1")
        #expect("\(event.user)" == "user(id, email, phone, first_name, last_name, zip, city, country)")
    }

    @Test("what is wrong with an event is told without them")
    func problems() async throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(path: folder.file("outbox.db"), source: "shop")
        var event = Self.shopper()
        event.properties["value"] = "ask qxzkvjwy@example.com"
        let error = await #expect(throws: OutboxError.self) { try await outbox.enqueue(event) }
        let text = "\(String(describing: error)) \(error?.rejected.description ?? "")".lowercased()
        for identity in Self.clear { #expect(!text.contains(identity), "\(text)") }
    }
}
