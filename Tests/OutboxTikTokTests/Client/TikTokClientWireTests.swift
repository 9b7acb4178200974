import Logging
import OutboxCore
import OutboxTestSupport
import Synchronization
import Testing

@testable import OutboxTikTok

@Suite("On the wire", .timeLimit(.minutes(1)))
struct TikTokClientWireTests {
    @Test("a request has the headers that TikTok asks for, our name, and the token in one header alone")
    func headers() async throws {
        try await RawServer.with(.answer { _ in Sending.ok() }) { server in
            try await Sending.withClient { client in
                let batch = Sending.batch(2, testEventCode: "TEST1")
                let answer = await client.send(batch, to: try Sending.to("http://127.0.0.1:\(server.port)/a/b/?c=d"))
                #expect(answer.answerClass == .delivered)
                let request = try #require(server.requests.first)
                let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
                let head = parts[0].split(separator: "\r\n")
                #expect(head[0] == "POST /a/b/?c=d HTTP/1.1")
                let fields = head.dropFirst().map { $0.lowercased() }
                #expect(fields.contains("access-token: secret-token-1"))
                #expect(fields.contains("content-type: application/json"))
                #expect(fields.contains("user-agent: tiktok-outbox/1.2.3"))
                #expect(fields.contains("content-length: \(answer.request.count)"))
                #expect(request.ranges(of: Sending.token).count == 1)
                #expect(Array(parts[1].utf8) == answer.request)
            }
        }
    }

    @Test("a connection is used again, and cookies are not")
    func reuse() async throws {
        try await RawServer.with(.answer { _ in Sending.ok("Set-Cookie: a=b\r\n") }) { server in
            try await Sending.withClient { client in
                let destination = try Sending.to("http://127.0.0.1:\(server.port)/")
                for _ in 0..<5 {
                    #expect(await client.send(Sending.batch(), to: destination).answerClass == .delivered)
                }
                #expect(server.connections == 1)
                #expect(server.requests.count == 5)
                #expect(!server.requests.contains { $0.lowercased().contains("cookie") })
            }
        }
    }

    @Test("a redirect is not followed: the token stays with the configured host", arguments: [301, 302, 303, 307, 308])
    func redirect(status: Int) async throws {
        try await RawServer.with(.answer { _ in Sending.ok() }) { other in
            let head = "HTTP/1.1 \(status) x\r\nLocation: http://127.0.0.1:\(other.port)/\r\nContent-Length: 0\r\n\r\n"
            try await RawServer.with(.answer { _ in head }) { server in
                try await Sending.withClient { client in
                    let answer = await client.send(
                        Sending.batch(), to: try Sending.to("http://127.0.0.1:\(server.port)/")
                    )
                    #expect(answer.answerClass == .configuration)
                    #expect(answer.httpStatus == status)
                    #expect(other.connections == 0)
                }
            }
        }
    }

    @Test("a token that no header can carry is not sent", arguments: ["", "a b", "a\r\nEvil: 1", "ü", "a\u{0}"])
    func token(token: String) async throws {
        try await RawServer.with(.answer { _ in Sending.ok() }) { server in
            try await Sending.withClient { client in
                let destination = try Sending.to("http://127.0.0.1:\(server.port)/", token: token)
                let answer = await client.send(Sending.batch(), to: destination)
                #expect(answer.answerClass == .credentials)
                #expect(!answer.mayHaveArrived)
                #expect(server.connections == 0)
                if !token.isEmpty { #expect(answer.message?.contains(token) == false) }
            }
        }
    }

    @Test("an answer that dribbles for ever ends at the time limit", arguments: [true, false])
    func dribble(hasHead: Bool) async throws {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"
        try await RawServer.with(.dribble(hasHead ? head : "HTTP/1.1 200 OK\r\nX: ")) { server in
            try await Sending.withClient { client in
                let destination = try Sending.to("http://127.0.0.1:\(server.port)/", request: .seconds(1))
                let answer = await client.send(Sending.batch(), to: destination)
                #expect(answer.answerClass == .tryLater(after: .zero))
                #expect(answer.mayHaveArrived)
                #expect(answer.message?.hasSuffix("no complete answer in time") == true)
                #expect(answer.duration >= .seconds(1) && answer.duration < .seconds(30))
            }
        }
    }

    @Test(
        "an answer of a gigabyte, or without end, costs no more than its bound",
        arguments: ["Content-Length: 1073741824", "Transfer-Encoding: chunked", "Connection: close"]
    )
    func flood(header: String) async throws {
        var head = "HTTP/1.1 200 OK\r\n\(header)\r\n\r\n"
        if header.hasSuffix("chunked") { head += "40000000\r\n" }
        try await RawServer.with(.flood(head: head, bytes: 1 << 30)) { server in
            try await Sending.withClient { client in
                let answer = await client.send(Sending.batch(), to: try Sending.to("http://127.0.0.1:\(server.port)/"))
                #expect(answer.answerClass == .tryLater(after: .zero))
                #expect(answer.mayHaveArrived)
                #expect(answer.response.count == AnswerReader.maximumBody)
                #expect(answer.duration < .seconds(30))
                // Given to the system, whose buffers are some megabytes; the connection was closed under it.
                #expect(server.bytesSent < 64 << 20)
            }
        }
    }

    @Test("a status is believed though its body does not end")
    func partial() async throws {
        try await RawServer.with(.close("HTTP/1.1 413 x\r\nContent-Length: 1000000\r\n\r\nToo")) { server in
            try await Sending.withClient { client in
                let answer = await client.send(Sending.batch(), to: try Sending.to("http://127.0.0.1:\(server.port)/"))
                #expect(answer.answerClass == .tooBig)
                #expect(answer.message == "HTTP 413, then: the connection broke before the answer was complete")
                #expect(answer.response == Array("Too".utf8))
            }
        }
    }

    @Test("an answer that comes before the request was read does no harm", arguments: [200, 413])
    func early(status: Int) async throws {
        let body = #"{"code":0}"#
        let text = "HTTP/1.1 \(status) x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        try await RawServer.with(.early(text)) { server in
            try await Sending.withClient { client in
                let destination = try Sending.to("http://127.0.0.1:\(server.port)/")
                var batch = Sending.batch()
                batch.events = Array(repeating: Array(repeating: UInt8(ascii: " "), count: 1000), count: 2000)
                for _ in 0..<20 {
                    let answer = await client.send(batch, to: destination)
                    // Whether the answer or the broken connection is seen first is the system's to decide.
                    #expect([.delivered, .tooBig, .tryLater(after: .zero)].contains(answer.answerClass))
                }
            }
        }
    }

    @Test("an answer that is no HTTP, or a connection that ends, may have arrived")
    func broken() async throws {
        let cases: [(RawServer.Behaviour, String)] = [
            (.close(), "the connection broke before the answer was complete"),
            (.answer { _ in "220 mail.example ESMTP\r\n\r\n" }, "the answer is no HTTP"),
        ]
        for (behaviour, message) in cases {
            try await RawServer.with(behaviour) { server in
                try await Sending.withClient { client in
                    let answer = await client.send(
                        Sending.batch(), to: try Sending.to("http://127.0.0.1:\(server.port)/")
                    )
                    #expect(answer.answerClass == .tryLater(after: .zero))
                    #expect(answer.mayHaveArrived)
                    #expect(answer.message == message)
                }
            }
        }
    }

    @Test("a request that is cut off says so at once")
    func cancelled() async throws {
        try await RawServer.with(.dribble("HTTP/1.1 200 OK\r\nX: ")) { server in
            try await Sending.withClient { client in
                let destination = try Sending.to("http://127.0.0.1:\(server.port)/")
                let answer = await withTaskGroup(of: Answer.self) { group in
                    group.addTask { await client.send(Sending.batch(), to: destination) }
                    while server.requests.isEmpty { await Task.yield() }
                    group.cancelAll()
                    return await group.next()
                }
                #expect(answer?.answerClass == .tryLater(after: .zero))
                #expect(answer?.mayHaveArrived == true)
                #expect(answer?.message == "cut off while waiting for the answer")
            }
        }
    }

    @Test("is told to the log without token, bodies or messages")
    func log() async throws {
        let lines = LogLines()
        var logger = Logger(label: "test") { _ in lines }
        logger.logLevel = .trace
        try await RawServer.with(.answer { _ in Sending.ok() }) { server in
            try await Sending.withClient(logger: logger) { client in
                _ = await client.send(Sending.batch(), to: try Sending.to("http://127.0.0.1:\(server.port)/"))
            }
        }
        let text = lines.text
        #expect(text.contains("request answered"))
        #expect(text.contains("destination=7"))
        #expect(!text.contains(Sending.token) && !text.contains("CompletePayment") && !text.contains("shop.example"))
    }
}

/// Keeps what is logged.
private final class LogLines: LogHandler, Sendable {
    private let lines = Mutex<[String]>([])

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).map { "\($0)=\($1)" }.sorted().joined(separator: " ")
        lines.withLock { $0.append("\(event.message) \(facts)") }
    }
}
