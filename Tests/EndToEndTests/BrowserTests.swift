import Foundation
import OutboxTestSupport
import Synchronization
import Testing

@Suite("The browser's half, in a real browser", .timeLimit(.minutes(5)))
struct BrowserTests {
    private static let program = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "Pixel and server send the same id under the same name, the page reports it, and dedup pairs them",
        .enabled(if: program != nil, "needs Chromium, which `deploy/test --all` installs"))
    func pairs() async throws {
        let folder = try OutboxFolder()
        let sandbox = try await SandboxProcess(in: folder)
        let port = try await RawServer.with(.silent) { $0.port }
        // The script is known only when the page's own address is, which the configuration names.
        let script = Script()
        try await RawServer.with(.answer { Self.answer($0, script) }) { shop in
            let origin = "http://127.0.0.1:\(shop.port)"
            let echo = "echo: {key: shop-web-2026, origins: [\"\(origin)\"], url: \"http://127.0.0.1:\(port)\"}"
            try folder.write("outbox.yml", sandbox.configuration(echo) + "\nlisten: 127.0.0.1:\(port)\n")
            script.set(try await folder.outbox("snippet", "main").output)
            let serve = try RunningOutbox("serve", in: folder)
            try await serve.says("ready")

            // Somebody may send a link that would add an attribute of its own to the cookie.
            let address = "\(origin)/?ttclid=E.C.P.x;Domain=other.example"
            let browser = try Browser(try #require(Self.program), address, in: folder)
            var order: [String: Any] = [:]
            try await eventually("the page's order") {
                guard
                    let body = shop.requests.first(where: { $0.hasPrefix("POST /order ") })?.split(
                        separator: "\r\n\r\n", maxSplits: 1
                    ).last
                else { return false }
                order = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
                return true
            }
            let calls = try #require(order["calls"] as? [[Any]])
            try #require(calls.count == 2, "\(order)")
            #expect(calls[0][0] as? String == "CompletePayment" && calls[1][0] as? String == "ViewContent")
            let ids = calls.compactMap { ($0[2] as? [String: String])?["event_id"] }
            #expect(ids.first == "ord-b1" && UUID(uuidString: ids.last ?? "") != nil, "\(ids)")
            #expect(
                order["inputs"] as? [String: String] == ["event_id": "ord-b1", "ttclid": "E.C.P.x", "ttp": "ttp-1"])
            let members = try #require(order["members"] as? [String: Any])
            #expect(members["event_id"] as? String == ids.last)

            // The backend hands over what the form and the request brought.
            let events = zip(["purchase", "view_item"], ids).map { Shop.event($0, $1) }
            try folder.write("in.ndjson", events.joined(separator: "\n"))
            #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
            try await eventually("both echoes") { try folder.count("SELECT count(*) FROM outbox_pixel_echo") == 2 }
            try await eventually("both deliveries") { try await sandbox.tally("distinct") == 2 }
            let dedup = try await folder.outbox("dedup", "--json")
            let destination = try #require((try dedup.json() as? [[String: Any]])?.first)
            let counts = try #require(destination["events"] as? [[String: Any]])
            #expect(Set(counts.map { $0["tiktok_event"] as? String }) == ["CompletePayment", "ViewContent"])
            for count in counts {
                #expect(["server", "echoes", "paired"].map { count[$0] as? Int } == [1, 1, 1], "\(count)")
            }
            #expect(dedup.status == 0, "\(dedup.output)")
            await browser.end()
            #expect(await serve.end() == 0)
        }
    }

    // MARK: The shop's page

    /// The script that the shop serves, once it is known.
    private final class Script: Sendable {
        private let state = Mutex("")

        var text: String { state.withLock { $0 } }
        func set(_ text: String) { state.withLock { $0 = text } }
    }

    /// What the shop answers: its page, TikTok's stub, the script, and orders.
    private static func answer(_ request: String, _ script: Script) -> String {
        let path = request.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        let (type, body) =
            switch path.split(separator: "?").first ?? "" {
            case "/": ("text/html", page)
            case "/ttq.js": ("text/javascript", stub)
            case "/tiktok-outbox.js": ("text/javascript", script.text)
            case "/shop.js": ("text/javascript", shop)
            default: ("text/plain", "")
            }
        let policy = "default-src 'none'; script-src 'self'; connect-src 'self' http://127.0.0.1:*"
        return "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Security-Policy: \(policy)\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static let page = """
        <!doctype html><title>Thanks</title><form id="form"></form>
        <script src="/ttq.js"></script><script src="/tiktok-outbox.js"></script><script src="/shop.js"></script>
        """

    private static let stub = """
        document.cookie = '_ttp=ttp-1; Path=/';
        window.ttq = {calls: [], track: function () { this.calls.push([].slice.call(arguments)); }};
        """

    private static let shop = """
        var form = document.getElementById('form');
        tiktokOutbox.attach(form, tiktokOutbox.track('purchase', {value: 59.9, currency: 'EUR'}, 'ord-b1'));
        var id = tiktokOutbox.track('view_item');
        tiktokOutbox.track('not_mapped');
        var inputs = {};
        form.querySelectorAll('input[type="hidden"]').forEach(function (input) { inputs[input.name] = input.value; });
        fetch('/order', {method: 'POST', body: JSON.stringify(
          {calls: ttq.calls, inputs: inputs, members: tiktokOutbox.members(id)})});
        """
}

/// Chromium without a window, with a profile of its own.
private final class Browser {
    private let process = Process()

    init(_ program: String, _ address: String, in folder: OutboxFolder) throws {
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
            "--user-data-dir=\(folder.url.appendingPathComponent("chromium").path)", address,
        ]
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.url.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// Ends it, before its folder is removed.
    func end() async {
        process.terminate()
        // It ends its own processes first.
        try? await eventually("the browser's end", within: 20) { !process.isRunning }
    }
}
