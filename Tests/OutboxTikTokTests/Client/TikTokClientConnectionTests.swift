import Logging
import NIOSSL
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxTikTok

@Suite("A connection", .timeLimit(.minutes(1)))
struct TikTokClientConnectionTests {
    private func send(
        _ url: String, settings: TikTokClientSettings = .init(version: "1"), connect: Duration = .seconds(5)
    )
        async throws -> Answer
    {
        try await Sending.withClient(settings) { client in
            await client.send(Sending.batch(), to: try Sending.to(url, connect: connect, request: .seconds(60)))
        }
    }

    private func expectNothingArrived(_ answer: Answer, _ message: String) {
        #expect(answer.answerClass == .tryLater(after: .zero))
        #expect(!answer.mayHaveArrived)
        #expect(answer.httpStatus == nil)
        #expect(answer.message == message)
        #expect(!answer.request.isEmpty)
    }

    private func tls(_ protocols: [String] = []) throws -> TLSConfiguration {
        try TestCertificate.serverConfiguration(protocols)
    }

    /// Settings that trust the test certificate.
    private func trusting(_ folder: TemporaryFolder) throws -> TikTokClientSettings {
        let path = try folder.write(TestCertificate.certificate, to: "ca.pem")
        return try TikTokClientSettings(version: "1", environment: ["SSL_CERT_FILE": path])
    }

    @Test("that is refused carried nothing")
    func refused() async throws {
        let port = try await RawServer.with(.close()) { $0.port }
        expectNothingArrived(try await send("http://127.0.0.1:\(port)/"), "no connection: refused")
    }

    @Test("to a name that does not resolve carried nothing")
    func unknownHost() async throws {
        expectNothingArrived(try await send("http://no-such-host.invalid/"), "the host's name did not resolve")
    }

    @Test("to a certificate that nobody trusts carried nothing")
    func untrusted() async throws {
        try await RawServer.with(.answer { _ in Sending.ok() }, tls: try tls()) { server in
            let answer = try await send("https://localhost:\(server.port)/")
            expectNothingArrived(answer, "TLS failed: the certificate is not trusted")
            #expect(server.requests.isEmpty)
        }
    }

    @Test("to a certificate of an own file works, but not under another name")
    func ownAuthority() async throws {
        let folder = try TemporaryFolder()
        let settings = try trusting(folder)
        try await RawServer.with(.answer { _ in Sending.ok() }, tls: try tls()) { server in
            let answer = try await send("https://localhost:\(server.port)/", settings: settings)
            #expect(answer.answerClass == .delivered)
            let other = try await send("https://127.0.0.1:\(server.port)/", settings: settings)
            expectNothingArrived(other, "TLS failed: the certificate is for another host")
        }
    }

    @Test("to something that does not speak TLS carried nothing")
    func noTLS() async throws {
        try await RawServer.with(.close()) { server in
            let answer = try await send("https://localhost:\(server.port)/", connect: .milliseconds(300))
            #expect(answer.answerClass == .tryLater(after: .zero))
            #expect(!answer.mayHaveArrived)
        }
    }

    @Test("whose handshake never ends is given up at the time limit")
    func silent() async throws {
        try await RawServer.with(.silent) { server in
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try await send("https://localhost:\(server.port)/", connect: .milliseconds(200))
            #expect(!answer.mayHaveArrived)
            #expect(answer.answerClass == .tryLater(after: .zero))
            #expect(clock.now - start < .seconds(30))
        }
    }

    @Test("offers HTTP/2 and takes it")
    func http2() async throws {
        let folder = try TemporaryFolder()
        let settings = try trusting(folder)
        try await RawServer.with(.close(), tls: try tls(["h2", "http/1.1"])) { server in
            _ = try await send("https://localhost:\(server.port)/", settings: settings)
            #expect(server.negotiated.first == "h2")
            #expect(server.requests.first?.hasPrefix("PRI * HTTP/2.0") == true)
        }
    }

    @Test("goes through the environment's proxy, with the proxy's password and without the token")
    func proxy() async throws {
        let answers: @Sendable (String) -> String = { request in
            request.hasPrefix("CONNECT") ? "HTTP/1.1 200 Connected\r\n\r\n" : Sending.ok()
        }
        try await RawServer.with(.answer(answers)) { server in
            let settings = try TikTokClientSettings(
                version: "1", environment: ["http_proxy": "http://jane:secret@127.0.0.1:\(server.port)"]
            )
            let answer = try await send("http://tiktok.invalid/track/", settings: settings)
            #expect(answer.answerClass == .delivered)
            let connect = try #require(server.requests.first)
            #expect(connect.hasPrefix("CONNECT tiktok.invalid:80 "))
            #expect(connect.contains("Basic amFuZTpzZWNyZXQ="))
            #expect(!connect.contains(Sending.token))
            #expect(server.requests.last?.hasPrefix("POST /track/ ") == true)
        }
    }

    @Test("that the proxy refuses carried nothing", arguments: [403, 407, 502])
    func proxyRefuses(status: Int) async throws {
        try await RawServer.with(.answer { _ in "HTTP/1.1 \(status) x\r\nContent-Length: 0\r\n\r\n" }) { server in
            let settings = try TikTokClientSettings(
                version: "1", environment: ["https_proxy": "http://127.0.0.1:\(server.port)"]
            )
            let answer = try await send("https://tiktok.invalid/", settings: settings)
            #expect(answer.answerClass == .tryLater(after: .zero))
            #expect(!answer.mayHaveArrived)
            #expect(answer.message?.hasPrefix("the proxy refused") == true)
        }
    }

    @Test("is not even tried with a file of authorities that cannot be used")
    func noAuthority() async throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("none.pem"), try folder.write("no certificate", to: "empty.pem")] {
            let settings = try TikTokClientSettings(version: "1", environment: ["SSL_CERT_FILE": path])
            #expect(throws: TikTokSettingsError.certificateAuthorityFile(path)) {
                try TikTokClient(settings: settings, now: { Timestamp(seconds: 0) }, logger: .init(label: "test"))
            }
        }
    }
}
