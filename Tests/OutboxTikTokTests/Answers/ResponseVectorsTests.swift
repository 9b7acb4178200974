import OutboxCore
import Testing

@testable import OutboxTikTok

/// What each proposal of the vectors is called here.
private let classes: [String: AnswerClass] = [
    "delivered": .delivered,
    "delivered_with_warning": .deliveredWithWarnings,
    "pause_destination_auth": .credentials,
    "config_error_pause": .configuration,
    "bisect_then_permanent": .someoneRefused,
    "split_batch": .tooBig,
    "retry_rate_limited": .rateLimited,
    "retry_backoff": .tryLater(after: .zero),
]

@Suite("The published answers")
struct ResponseVectorsTests {
    static let lines = PackageResources.responses_jsonl.split(separator: UInt8(ascii: "\n")).map(Array.init)

    @Test("are all there")
    func count() {
        #expect(Self.lines.count == 19)
    }

    @Test("are classified as proposed, each line", arguments: lines)
    func line(bytes: [UInt8]) throws {
        let line = try JSONDocument(bytes).root
        let name = try #require(line["name"]?.string)
        let expected = try #require(line["expected"]?["proposal"]?.string.flatMap { classes[$0] })
        let input = try #require(line["input"])
        guard let status = input["httpStatus"]?.integer else {
            // A connection that broke after sending.
            #expect(input["networkError"]?.string == "ECONNRESET")
            #expect(TransportFailure(HTTPExchange.TimeOver(), wasSent: true).mayHaveArrived)
            return
        }
        let body = try #require(input["body"])
        let headers = input["headers"]?.members.map {
            HTTPAnswer.Header($0.key.string ?? "", $0.value.string ?? "")
        }
        let http = HTTPAnswer(
            status: Int(status), headers: headers ?? [], body: body.string.map { Array($0.utf8) } ?? Array(body.raw)
        )
        let answer = AnswerReader(count: 50, now: Timestamp(seconds: 1_772_366_400)).read(http)
        switch (answer.answerClass, expected) {
        case (.tryLater(let after), .tryLater):
            // TikTok asks for five minutes on its own failures; a proxy's failure asks for nothing.
            #expect(after == (answer.code == nil ? .zero : .seconds(300)), "\(name)")
        default:
            #expect(answer.answerClass == expected, "\(name)")
        }
        if name == "429 with Retry-After" { #expect(answer.retryAfter == .seconds(7)) }
        #expect(!answer.isUnknownCode, "\(name)")
    }
}
