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
}
