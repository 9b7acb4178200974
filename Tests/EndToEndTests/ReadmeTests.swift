import Foundation
import Testing

/// The README's event and configuration are what a new user tries first.
@Suite("The README's example")
struct ReadmeTests {
    private static let readme = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("README.md")

    /// The block of code in a language that holds some words.
    private static func block(_ language: String, with words: String) throws -> String {
        let text = try String(contentsOf: readme, encoding: .utf8)
        let blocks = text.components(separatedBy: "```\(language)\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
        return try #require(blocks.first { $0.contains(words) }) + "\n"
    }

    @Test("The event goes as its configuration says, without a warning")
    func example() async throws {
        let folder = try OutboxFolder(configuration: nil)
        try folder.write("outbox.yml", try Self.block("yaml", with: "destinations:"))
        try folder.write("event.sh", try Self.block("sh", with: "cat > event.json"))
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["event.sh"]
        shell.currentDirectoryURL = folder.url
        try shell.run()
        shell.waitUntilExit()
        let check = try await folder.outbox("check")
        #expect(check.status == 0 && check.output.contains("0 errors, 0 warnings"), "\(check.output)\(check.errors)")
        let test = try await folder.outbox("test", "event.json", "--json")
        #expect(test.status == 0, "\(test.output)\(test.errors)")
        let document = try test.object()
        #expect(document["sent"] as? Int == 1, "\(test.output)")
        let event = try #require((document["events"] as? [[String: Any]])?.first)
        let delivery = try #require((event["deliveries"] as? [[String: Any]])?.first)
        #expect(delivery["tiktok_event"] as? String == "CompletePayment")
        #expect((event["warnings"] as? [Any])?.isEmpty == true && (delivery["warnings"] as? [Any])?.isEmpty == true)
        let enqueue = try await folder.outbox("enqueue", "event.json")
        #expect(enqueue.status == 0 && enqueue.output.contains("accepted 1"), "\(enqueue.output)\(enqueue.errors)")
    }

    @Test("Everything can be tried against the sandbox, as it stands there")
    func sandbox() async throws {
        let folder = try OutboxFolder(configuration: nil)
        try folder.write("event.sh", try Self.block("sh", with: "cat > event.json"))
        let passage = try Self.block("sh", with: "outbox sandbox --port 8090")
        let port = Int.random(in: 20_000..<32_000)
        // Another port, which the file that init writes names too; and a script is faster than a hand.
        let ready = "sed -i s/:8090/:\(port)/ outbox.yml; until curl -s http://127.0.0.1:\(port)/tally; do :; done"
        let script = passage.replacing("8090", with: "\(port)").replacing("export ", with: "\(ready)\nexport ")
        let path = try OutboxProcess.binary.deletingLastPathComponent().path
        // A script that fails in the middle leaves no sandbox behind.
        let head = "set -e\ntrap 'kill $! 2>/dev/null || true' EXIT\nexport PATH=\(path):$PATH\n. ./event.sh\n"
        try folder.write("try.sh", head + script)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["try.sh"]
        shell.currentDirectoryURL = folder.url
        let output = Pipe()
        (shell.standardOutput, shell.standardError) = (output, output)
        shell.standardInput = FileHandle.nullDevice
        try shell.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        shell.waitUntilExit()
        #expect(shell.terminationStatus == 0, "\(text)")
        #expect(text.contains("\"test_events\":"), "\(text)")
        #expect(text.contains("-> main: delivered"), "\(text)")
        // What sent it is named alike everywhere.
        let list = try await folder.outbox("diff", "--list", "--json").json() as? [[String: Any]]
        let revision = try #require(list?.first?["revision"] as? String)
        #expect(text.contains(", revision \(revision)"), "\(text)")
        let shown = try await folder.outbox("show", "ord-10421", "--json")
        #expect(shown.output.contains("\"revision\":\"\(revision)\""), "\(shown.output)")
    }
}
