import Foundation
import Testing

/// Python packages that only the complete run of the tests installs.
enum PythonPackages {
    /// Its interpreter, where `deploy/test --all` puts it.
    static let interpreter = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(".build/python/bin/python").path

    /// Whether they are there.
    static var areInstalled: Bool { FileManager.default.isExecutableFile(atPath: interpreter) }
}

@Suite("The client libraries of Segment and RudderStack", .timeLimit(.minutes(10)))
struct ClientLibrariesTests {
    /// A library as its users call it, with another host.
    struct Library: Sendable, CustomTestStringConvertible {
        let dialect: String
        let setUp: String

        var testDescription: String { dialect }
    }

    private static let libraries = [
        Library(
            dialect: "segment",
            setUp: """
                from segment.analytics.client import Client
                client = Client(KEY, host=URL)
                """),
        Library(
            dialect: "rudderstack",
            setUp: """
                from rudderstack.analytics.client import Client
                client = Client(KEY, host=URL)
                """),
    ]

    /// Hands over 1,000 orders within some seconds, and waits until the library has sent them.
    private static let orders = """
        import time
        for number in range(1000):
            client.track(
                user_id=f"user-{number}", event="Order Completed",
                properties={"order_id": f"order-{number}", "revenue": 9.5, "currency": "EUR"},
                context={"page": {"url": "https://shop.example/thanks"}})
            if number % 20 == 19:
                time.sleep(0.15)
        client.flush()
        client.join()
        """

    @Test(
        "1,000 events, while the server is killed and started again and again: 1,000 distinct arrive",
        .enabled(if: PythonPackages.areInstalled, "needs Python packages, which `deploy/test --all` installs"),
        arguments: libraries)
    func survives(_ library: Library) async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        let configuration = sandbox.configuration("events: {purchase: CompletePayment}")
            .replacingOccurrences(of: "dialect: native", with: "dialect: \(library.dialect)\n    key: {env: SHOP_KEY}")
        let outbox = try await HTTPOutbox(in: folder, configuration)
        let constants = "KEY, URL = \"\(HTTPOutbox.key)\", \"\(outbox.url)\"\n"
        let script = try folder.write("orders.py", constants + library.setUp + "\n" + Self.orders)
        let client = Process()
        client.executableURL = URL(fileURLWithPath: PythonPackages.interpreter)
        client.arguments = [script.path]
        let log = try folder.write("client.log", "")
        client.standardError = try FileHandle(forWritingTo: log)
        try client.run()
        var kills = 0
        while client.isRunning, kills < 6 {
            // The library sends every half second; each kill is to find some of it on its way.
            try await Task.sleep(for: .milliseconds(900))
            try await outbox.killAndRestart()
            kills += 1
        }
        try await eventually("the library's end", within: 300) { !client.isRunning }
        let words = try String(contentsOf: log, encoding: .utf8)
        #expect(client.terminationStatus == 0, "\(words)")
        #expect(kills >= 3, "the library was done too soon to be disturbed")
        try await eventually("1,000 events at the sandbox", within: 120) {
            try await sandbox.tally("distinct") >= 1000
        }
        #expect(try await sandbox.tally("distinct") == 1000)
        #expect(try folder.events() == 1000, "\(words)")
        #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
    }
}
