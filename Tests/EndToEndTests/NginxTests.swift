import Foundation
import OutboxTestSupport
import Testing

@Suite("nginx with the shipped configuration", .timeLimit(.minutes(5)))
struct NginxTests {
    private static let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("deploy/nginx.conf")
    private static let program = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "Passes an event through over TLS, and answers in the one shape what it refuses itself",
        .enabled(if: program != nil, "needs nginx, which `deploy/test --all` installs"))
    func passes() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let outbox = try await HTTPOutbox(
            in: folder, OutboxFolder.configuration(source: "key: {env: SHOP_KEY}\n    ip: from_connection"))
        let port = try await HTTPOutbox.freePort()
        let plain = try await HTTPOutbox.freePort()
        let file = try configuration(folder, outbox.port, port, plain)
        let nginx = Process()
        nginx.executableURL = URL(fileURLWithPath: try #require(Self.program))
        nginx.arguments = [
            "-c", file.path, "-p", folder.url.path, "-e", folder.url.appendingPathComponent("e.log").path,
        ]
        try nginx.run()
        defer { nginx.terminate() }
        try await eventually("nginx") { (try? await RawClient.connect(port: port)) != nil }

        let event = try folder.write("event.json", Shop.event("purchase", "n1")).path
        let taken = try await curl(folder, port, "/v1/events", ["--data-binary", "@\(event)"])
        #expect(taken.hasSuffix(" 200") && taken.contains(#""status":"accepted""#), "\(taken)")
        #expect(try folder.events() == 1)
        let unknown = try await curl(folder, port, "/v1/events", ["--data-binary", "@\(event)"], key: "unknown")
        #expect(unknown.hasSuffix(" 401") && unknown.contains(#"{"error":{"code":"unauthorized""#), "\(unknown)")
        let large = try folder.write("large", String(repeating: " ", count: 1_100_000)).path
        let refused = try await curl(folder, port, "/v1/events", ["--data-binary", "@\(large)"])
        #expect(refused.hasSuffix(" 413") && refused.contains(#"{"error":{"code":"body_too_large""#), "\(refused)")
        for (arguments, status, code) in [
            (["-X", "RUB BISH"], 400, "bad_request"), (["-H", "Content-Length: none"], 400, "bad_request"),
            (["-X", "TRACE"], 405, "method_not_allowed"),
            (["-H", "X: \(String(repeating: "x", count: 20_000))"], 431, "headers_too_large"),
            (["-G", "-d", String(repeating: "x", count: 20_000)], 431, "headers_too_large"),
        ] {
            let refused = try await curl(folder, port, "/v1/events", arguments)
            #expect(
                refused.hasSuffix(" \(status)") && refused.contains(#"{"error":{"code":"\#(code)""#), "\(refused)")
        }
        #expect(try await curl(folder, port, "/readyz").hasSuffix(" 200"))
        let outside = try await curl(folder, port, "/metrics")
        #expect(outside.hasSuffix(" 404") && outside.contains(#"{"error":{"code":"not_found""#), "\(outside)")
        let clear = try await HTTPOutbox.exchange(plain, "POST", "/v1/events", Shop.event("purchase", "n2"))
        #expect(clear.status == 403 && clear.body.hasPrefix(#"{"error":{"#), "\(clear.text)")
        let broken = try await HTTPOutbox.exchange(plain, "RUB BISH", "/")
        #expect(broken.status == 403 && broken.body == clear.body, "\(broken.text)")
        #expect(await outbox.process.end() == 0)
        let down = try await curl(folder, port, "/v1/events", ["--data-binary", "@\(event)"])
        #expect(down.hasSuffix(" 503") && down.contains(#"{"error":{"code":"busy""#), "\(down)")
        #expect(try folder.events() == 1)
    }

    /// The shipped file with what is marked as the operator's own, inside of a main file.
    private func configuration(_ folder: OutboxFolder, _ outbox: Int, _ port: Int, _ plain: Int) throws -> URL {
        let certificate = try folder.write("cert.pem", TestCertificate.certificate).path
        let key = try folder.write("key.pem", TestCertificate.key).path
        var text = try String(contentsOf: Self.shipped, encoding: .utf8)
        for (shipped, own) in [
            ("listen 443 ssl;", "listen 127.0.0.1:\(port) ssl;"), ("listen 80;", "listen 127.0.0.1:\(plain);"),
            ("127.0.0.1:8080", "127.0.0.1:\(outbox)"), ("events.shop.example", "localhost"),
            ("/etc/ssl/outbox.crt", certificate), ("/etc/ssl/outbox.key", key),
        ] {
            try #require(text.contains(shipped), "\(shipped)")
            text = text.replacingOccurrences(of: shipped, with: own)
        }
        try folder.write("outbox.conf", text)
        let user = getuid() == 0 ? "user root;" : ""
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \($0);" }
        return try folder.write(
            "nginx.conf",
            """
            \(user)
            daemon off;
            worker_processes 1;
            pid nginx.pid;
            error_log e.log;
            events {}
            http {
                \(paths.joined(separator: "\n    "))
                include outbox.conf;
            }
            """)
    }

    /// The body and the status of an answer, over TLS with the self-made certificate.
    private func curl(
        _ folder: OutboxFolder, _ port: Int, _ path: String, _ arguments: [String] = [], key: String = HTTPOutbox.key
    ) async throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let answer = try folder.write("answer-\(UUID().uuidString)", "")
        process.arguments =
            ["curl", "-sS", "--cacert", folder.url.appendingPathComponent("cert.pem").path, "-w", " %{http_code}"]
            + ["-H", "Authorization: Bearer \(key)", "-H", "Content-Type: application/json"] + arguments
            + ["https://localhost:\(port)\(path)"]
        process.standardOutput = try FileHandle(forWritingTo: answer)
        try await process.runToEnd()
        return try String(contentsOf: answer, encoding: .utf8)
    }
}
