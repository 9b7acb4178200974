import OutboxCore
import Testing

@testable import OutboxCommands
@testable import OutboxTikTok

@Suite("What TikTok thinks of a destination")
struct ProbeAdviceTests {
    private func result(_ code: Int, _ message: String = "OK") -> ProbeResult {
        var answer = AnswerReader(count: 1, now: Timestamp(milliseconds: 0)).read(
            HTTPAnswer(
                status: 200,
                body: Array(#"{"code":\#(code),"message":"\#(message)","request_id":"r1","data":{}}"#.utf8)))
        answer.request = []
        return ProbeResult(answer, destination: "main", eventSourceID: "C4KPIXEL")
    }

    @Test("A good one is said to be good")
    func taken() {
        #expect(result(0).status == .fine)
        #expect(result(0).meaning.contains("token, id and permission are good"))
    }

    @Test(
        "Each refusal says which of token, id and permission is wrong, and the next step",
        arguments: [
            (40001, "has no permission for C4KPIXEL", "admin or operator"),
            (40102, "has expired", "Generate Access Token"),
            (40104, "was empty", "variable or file"),
            (40105, "wrong or was revoked", "Events Manager"),
            (40118, "not admitted", "allowlisting"),
            (40130, "scope", "Generate Access Token"),
            (40007, "no event source C4KPIXEL", "event_source_id"),
            (40400, "no such path", "endpoint"),
            (40113, "(40113, APP_FORBIDDEN)", "Generate Access Token"),
        ])
    func refused(_ row: (code: Int, meaning: String, next: String)) {
        let result = result(row.code, "x")
        #expect(result.status == .refused)
        #expect(result.meaning.contains(row.meaning), "\(result.meaning)")
        #expect(result.next?.contains(row.next) == true, "\(result.next ?? "")")
    }

    @Test("A refusal of the event itself is one too")
    func event() {
        let result = result(40002, "Invalid value for data. 0 .event: not a valid string.")
        #expect(result.status == .refused)
        #expect(result.meaning.contains("the test event itself (40002, PARAM_ERROR)"))
    }

    @Test("Every code that pauses a destination gets words")
    func table() {
        for row in ResponseCodes.table where row.meaning == .credentials || row.meaning == .configuration {
            let result = result(row.codes.lowerBound, "x")
            #expect(result.status == .refused, "\(row)")
            #expect(result.next?.isEmpty == false, "\(row)")
        }
    }

    @Test("Trouble at TikTok is no verdict, silence is out of reach")
    func later() {
        #expect(result(50000, "x").status == .tryLater)
        #expect(result(40100, "x").status == .tryLater)
        let silence = Answer(.tryLater(after: .zero), mayHaveArrived: false, message: "connection refused")
        let unreached = ProbeResult(silence, destination: "main", eventSourceID: "C4K")
        #expect(unreached.status == .outOfReach)
        #expect(unreached.meaning == "no answer: connection refused")
    }

    @Test("Of several destinations the gravest result says how it ends")
    func several() {
        let silence = ProbeResult(
            Answer(.tryLater(after: .zero), message: "x"), destination: "a", eventSourceID: "1")
        #expect(ProbeResult.status(of: [result(0), silence, result(40105, "x")]) == .refused)
        #expect(ProbeResult.status(of: [result(0), ProbeResult(withoutCode: "b"), silence]) == .outOfReach)
        #expect(ProbeResult.status(of: [result(0), ProbeResult(withoutCode: "b")]) == .problemFound)
        #expect(ProbeResult.status(of: []) == .fine)
    }
}
