import OutboxCore
import Testing

@testable import OutboxTikTok

@Suite("An answer")
struct AnswerReaderTests {
    private func read(
        _ status: Int, _ body: String = "", count: Int = 50, headers: [HTTPAnswer.Header] = [],
        isTruncated: Bool = false
    ) -> Answer {
        AnswerReader(count: count, now: Timestamp(seconds: 1_772_366_400)).read(
            HTTPAnswer(status: status, headers: headers, body: Array(body.utf8), isTruncated: isTruncated)
        )
    }

    private func read(code: Int, _ message: String = "m", status: Int = 200, count: Int = 50) -> Answer {
        read(status, #"{"code":\#(code),"message":"\#(message)","request_id":"R1","data":{}}"#, count: count)
    }

    @Test("of success is delivered, with all that goes on record")
    func delivered() {
        let answer = read(code: 0, "OK")
        #expect(answer.answerClass == .delivered)
        #expect(answer.httpStatus == 200)
        #expect(answer.code == 0)
        #expect(answer.message == "OK")
        #expect(answer.requestID == "R1")
        #expect(answer.mayHaveArrived)
        #expect(answer.response == Array(#"{"code":0,"message":"OK","request_id":"R1","data":{}}"#.utf8))
    }

    @Test("counts as success only where the status does not contradict it", arguments: [500, 502, 503, 408])
    func contradiction(status: Int) {
        #expect(read(code: 0, status: status).answerClass == .tryLater(after: .zero))
        #expect(read(code: 20001, status: status).answerClass == .tryLater(after: .zero))
        #expect(read(code: 0, status: status).message == "HTTP \(status) contradicts the code 0")
    }

    @Test(
        "is read by its body first, then by its status",
        arguments: [
            (400, 40002, AnswerClass.someoneRefused), (401, 40105, .credentials), (500, 40100, .rateLimited),
            (403, 50000, .tryLater(after: .seconds(300))), (429, 40105, .credentials), (404, 40007, .configuration),
        ]
    )
    func bodyFirst(status: Int, code: Int, expected: AnswerClass) {
        #expect(read(code: code, status: status).answerClass == expected)
    }

    @Test(
        "without a code is read by its status",
        arguments: [
            (200, AnswerClass.tryLater(after: .zero)), (204, .tryLater(after: .zero)), (301, .configuration),
            (302, .configuration), (307, .configuration), (308, .configuration), (400, .someoneRefused),
            (401, .credentials), (403, .credentials), (404, .configuration), (405, .configuration),
            (408, .tryLater(after: .zero)), (409, .someoneRefused), (410, .configuration), (413, .tooBig),
            (415, .configuration), (422, .someoneRefused), (429, .rateLimited), (500, .tryLater(after: .zero)),
            (502, .tryLater(after: .zero)), (503, .tryLater(after: .zero)), (504, .tryLater(after: .zero)),
            (599, .tryLater(after: .zero)),
        ]
    )
    func byStatus(status: Int, expected: AnswerClass) {
        for body in ["", "<html>no</html>", "[]", "null", "{}", #"{"error":"x"}"#, #"{"code":null}"#, #"{"code":0"#] {
            let answer = read(status, body)
            #expect(answer.answerClass == expected, "\(body)")
            #expect(answer.code == nil)
            #expect(answer.message?.contains("HTTP \(status)") == true)
            #expect(answer.mayHaveArrived == (status != 429))
        }
    }

    @Test("may write its code as text")
    func textCode() {
        #expect(read(200, #"{"code":"40105","message":"x"}"#).answerClass == .credentials)
        #expect(read(200, #"{"code":" 0 ","message":"x"}"#).answerClass == .delivered)
        #expect(read(200, #"{"code":"OK"}"#).answerClass == .tryLater(after: .zero))
        #expect(read(200, #"{"code":0.5}"#).answerClass == .tryLater(after: .zero))
        #expect(read(200, #"{"code":false}"#).answerClass == .tryLater(after: .zero))
    }

    @Test("with an unknown code refuses with 4xxxx, passes with others, and is marked")
    func unknown() {
        let cases: [(Int, AnswerClass)] = [
            (40599, .someoneRefused), (49999, .someoneRefused), (54000, .tryLater(after: .seconds(300))),
            (62000, .tryLater(after: .zero)), (90000, .tryLater(after: .zero)), (30001, .tryLater(after: .zero)),
            (7, .tryLater(after: .zero)), (-1, .tryLater(after: .zero)),
        ]
        for (code, expected) in cases {
            let answer = read(code: code)
            #expect(answer.answerClass == expected, "code \(code)")
            #expect(answer.isUnknownCode)
            #expect(answer.mayHaveArrived == !(40000..<50000).contains(code))
        }
        // A proxy's own number says less than its status.
        #expect(read(code: 429, status: 429).answerClass == .rateLimited)
        #expect(read(code: 401, status: 401).answerClass == .credentials)
    }

    @Test("of a refusal names the event, the envelope or nobody")
    func refusals() {
        let position = "Invalid value for data. 7 .event_id: not a valid string."
        #expect(read(code: 40002, position).answerClass == .eventRefused(index: 7))
        #expect(read(code: 40062, "Invalid value for data. 7 .user.email: no").answerClass == .eventRefused(index: 7))
        #expect(read(code: 40000, "Invalid Price Field").answerClass == .someoneRefused)
        #expect(read(code: 40002, "Invalid value for event_id: no").answerClass == .someoneRefused)
        #expect(read(code: 40002, "Invalid value for event_source_id: no").answerClass == .configuration)
        #expect(read(code: 40002, "Invalid value for data. 50 .event_id: no").answerClass == .someoneRefused)
        #expect(read(200, #"{"code":40002}"#).answerClass == .someoneRefused)
    }

    @Test("of a refusal about a single event is about that event, unless the envelope is named")
    func single() {
        #expect(read(code: 40002, "Invalid value for event_id: no", count: 1).answerClass == .eventRefused(index: 0))
        #expect(read(code: 40002, "data. 7 .event_id: no", count: 1).answerClass == .eventRefused(index: 0))
        #expect(read(code: 40002, "Invalid value for event_source: no", count: 1).answerClass == .configuration)
    }

    @Test("with a code of 4xxxx or HTTP 429 has not arrived, with any other it may have")
    func mayHaveArrived() {
        #expect(!read(code: 40002).mayHaveArrived)
        #expect(!read(code: 40100).mayHaveArrived)
        #expect(!read(code: 40105, status: 500).mayHaveArrived)
        #expect(!read(429).mayHaveArrived)
        #expect(read(code: 50000).mayHaveArrived)
        #expect(read(code: 61000).mayHaveArrived)
        #expect(read(code: 20001).mayHaveArrived)
        #expect(read(400).mayHaveArrived)
    }

    @Test("shows no values of its message, and keeps its body")
    func redaction() {
        let answer = read(code: 40002, "Invalid value for data. 0 .user.email: jane@example.com")
        #expect(answer.message == "Invalid value for data. 0 .user.email: …")
    }

    @Test("has its request id from the body, else from a header, if it can be shown")
    func requestID() {
        #expect(read(200, "x", headers: [.init("X-TT-LogID", "L1")]).requestID == "L1")
        #expect(read(200, "x", headers: [.init("x-request-id", "L2")]).requestID == "L2")
        #expect(read(200, #"{"code":0,"request_id":"a\nb"}"#).requestID == nil)
        #expect(read(200, #"{"code":0,"request_id":17}"#).requestID == nil)
    }

    @Test("that goes on for ever is no success, whatever it begins with")
    func truncated() {
        let answer = read(200, #"{"code":0,"message":"OK","data":{"x":""#, isTruncated: true)
        #expect(answer.answerClass == .tryLater(after: .zero))
        #expect(answer.mayHaveArrived)
        #expect(answer.message?.contains("did not end") == true)
    }
}
