import Foundation
import OutboxTestSupport
import Testing

@Suite("outbox drain and a network in trouble", .timeLimit(.minutes(5)))
struct NetworkFaultTests {
    private static let path = "/open_api/v1.3/event/track/"

    private func configuration(_ endpoint: String, _ more: String = "") -> String {
        OutboxFolder.configuration(
            destination: """
                endpoint: \(endpoint)
                    mode: live
                    delivery: {retry: {for: 1h, max_wait: 300ms}, timeout: {connect: 5s, request: 1s}}
                    \(more)
                """)
    }

    /// Drains into an endpoint that nothing gets through to, and expects everything to wait, with the reason on record.
    private func expectWaiting(_ folder: OutboxFolder, because reason: String, timeout: String = "2s") async throws {
        try await folder.enqueue(10)
        let drain = try await folder.outbox("drain", "--timeout", timeout, "--json")
        #expect(drain.status == 75, "\(drain.output)\(drain.errors)")
        #expect(try drain.object()["remaining"] as? Int == 10)
        #expect(try drain.object()["failed"] as? Int == 0)
        let status = try await folder.status()
        #expect((status["queued"] as? Int ?? 0) + (status["retrying"] as? Int ?? 0) == 10, "\(status)")
        #expect(status["state"] as? String == "no_worker", "what may pass by itself pauses nothing")
        var messages: Set<String> = []
        for event in 0..<10 {
            for attempt in try await folder.attempts(of: "e\(event)") {
                #expect(attempt["verdict"] as? String == "try_later", "\(attempt)")
                messages.insert(try #require(attempt["message"] as? String, "\(attempt)"))
            }
        }
        #expect(messages == [reason])
    }

    @Test("an endpoint that is down: everything waits, and leaves when it is up again")
    func down() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let port: Int
        do {
            let sandbox = try await SandboxProcess(in: folder)
            port = sandbox.port
            try folder.write("outbox.yml", configuration(sandbox.endpoint))
            try await sandbox.end()
        }
        try await expectWaiting(folder, because: "no connection: refused")
        let sandbox = try await SandboxProcess(in: folder, port: port)
        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try await sandbox.tally("distinct") == 10)
        #expect(try await sandbox.tally("repeated") == 0)
    }

    @Test("a name that does not resolve: everything waits")
    func unresolved() async throws {
        let folder = try OutboxFolder(configuration: configuration("https://nobody.invalid\(Self.path)"))
        try await expectWaiting(folder, because: "the host's name did not resolve")
    }

    @Test("a certificate that nobody vouches for: nothing leaves, everything waits; with `ca_file` it is delivered")
    func certificate() async throws {
        let body = #"{"code":0,"message":"OK","request_id":"R","data":{}}"#
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        let tls = try TestCertificate.serverConfiguration()
        try await RawServer.with(.answer { _ in head + body }, tls: tls) { server in
            let endpoint = "https://localhost:\(server.port)\(Self.path)"
            let folder = try OutboxFolder(configuration: configuration(endpoint))
            try await expectWaiting(folder, because: "TLS failed: the certificate is not trusted")
            #expect(server.requests.isEmpty, "the token was shown to a stranger")
            try folder.write("ca.pem", TestCertificate.certificate)
            try folder.write("outbox.yml", configuration(endpoint, "ca_file: ca.pem"))
            let drain = try await folder.outbox("drain", "--json")
            #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
            #expect(try drain.object()["delivered"] as? Int == 10)
            #expect(server.requests.allSatisfy { $0.hasPrefix("POST \(Self.path) ") })
        }
    }

    @Test("an endpoint that hangs: given up after the time limit, on record as perhaps arrived, and delivered later")
    func hang() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "hang=1")
        try folder.write("outbox.yml", configuration(sandbox.endpoint))
        try await expectWaiting(folder, because: "no complete answer in time", timeout: "3s")
        #expect(try folder.count("SELECT count(*) FROM outbox_delivery WHERE first_sent_at IS NOT NULL") > 0)
        try await sandbox.setFaults(#"{"hang":0}"#)
        let drain = try await folder.outbox("drain", "--json")
        #expect(drain.status == 0, "\(drain.output)\(drain.errors)")
        #expect(try await sandbox.tally("distinct") == 10)
    }
}
