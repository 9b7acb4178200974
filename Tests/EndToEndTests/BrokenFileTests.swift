import Foundation
import Testing

@Suite("A configuration file that somebody broke")
struct BrokenFileTests {
    /// How a file is broken, each time with the database's place still there to be read.
    enum Damage: String, CaseIterable, CustomTestStringConvertible {
        case typo
        case noYAML
        case twice

        var testDescription: String { rawValue }

        func applied(to text: String) -> String {
            switch self {
            case .typo: text.replacingOccurrences(of: "mode:", with: "mdoe:")
            case .noYAML: text.replacingOccurrences(of: "event_source: web", with: "event_source: {web")
            case .twice: text + "\n\nversion: 1"
            }
        }
    }

    /// A folder with two events, of which the mapping does not know one, and then with a broken file.
    private func folder(_ damage: Damage, database: String = "data.db") async throws -> OutboxFolder {
        let sound = OutboxFolder.configuration().replacingOccurrences(of: "outbox.db", with: database)
        let folder = try OutboxFolder(configuration: sound)
        try folder.write("in.ndjson", [Shop.event("purchase", "e1"), Shop.event("quiz", "e2")].joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        try folder.write("outbox.yml", damage.applied(to: sound))
        return folder
    }

    @Test("An operator can look and stop things: the warning names what is wrong", arguments: Damage.allCases)
    func lookingAndStopping(_ damage: Damage) async throws {
        let folder = try await folder(damage)
        for arguments in [
            ["status"], ["list"], ["show", "e1"], ["pause", "main", "--why", "night"], ["resume", "main"],
            ["session", "list"], ["session", "stop"], ["consent", "withdraw", "1042"], ["consent", "list"],
            ["cancel", "e1", "--yes"],
        ] {
            let result = try await folder.outbox(arguments + ["--json"])
            // Nothing of the event waits any more.
            let status: Int32 = arguments[0] == "cancel" ? 1 : 0
            #expect(result.status == status, "\(arguments) \(result.output)\(result.errors)")
            #expect(result.errors.contains("warning: outbox.yml:"), "\(arguments) \(result.errors)")
            #expect(result.errors.contains("data.db"), "\(arguments) \(result.errors)")
            _ = try result.json()
        }
        let status = try await folder.outbox("status")
        #expect(status.output.contains("main         no_worker"), "\(status.output)")
        #expect(try folder.count("SELECT count(*) FROM outbox_event", in: "data.db") == 2)
        #expect(
            try folder.count("SELECT count(*) FROM outbox_operator_action WHERE verb = 'pause'", in: "data.db") == 1)
    }

    @Test("`why` tells the past, and that today's configuration cannot be told")
    func why() async throws {
        let folder = try await folder(.typo)
        let why = try await folder.outbox("why", "e2")
        #expect(why.status == 0, "\(why.output)\(why.errors)")
        #expect(why.output.contains("no mapping names quiz"), "\(why.output)")
        #expect(why.output.contains("What today's configuration would do cannot be told"), "\(why.output)")
        #expect(why.output.contains("next: outbox check"), "\(why.output)")
    }

    @Test("What sends, or goes by the file's rules, still ends with 3")
    func needsTheFile() async throws {
        let folder = try await folder(.typo)
        for arguments in [
            ["drain"], ["enqueue", "in.ndjson"], ["retry", "e1", "--yes"], ["replay", "e1", "--yes"], ["map"],
            ["test", "in.ndjson"], ["reload"], ["diff"], ["golive", "main"],
            ["session", "start", "--match", "user.id: '1'", "--code", "T1"],
        ] {
            let result = try await folder.outbox(arguments + ["--json"])
            #expect(result.status == 3, "\(arguments) \(result.output)\(result.errors)")
            #expect((try result.object()["error"] as? [String: Any])?["line"] as? Int != nil, "\(result.output)")
        }
    }

    @Test("Without a file, or where it no longer says where the database is, nothing is guessed: exit 3")
    func unknownDatabase() async throws {
        let folder = try await folder(.typo)
        let broken = try String(contentsOf: folder.url.appendingPathComponent("outbox.yml"), encoding: .utf8)
        try folder.write("outbox.yml", broken.replacingOccurrences(of: "database:", with: "databse:"))
        #expect(try await folder.outbox("status").status == 3)
        try folder.write("outbox.yml", "{version: 1, database: data.db, sources")
        #expect(try await folder.outbox("status").status == 3)
        try FileManager.default.removeItem(at: folder.url.appendingPathComponent("outbox.yml"))
        #expect(try await folder.outbox("status").status == 3)
    }
}
