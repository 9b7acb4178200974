import OutboxCore
import OutboxTikTok

/// What TikTok's answer to a probe says about token, id and permission, and the next step.
///
/// The codes are TikTok's (official Business API SDK, `tiktok_code.py`); what they mean at this endpoint is as clients
/// report it.
struct ProbeAdvice {
    let outcome: ProbeResult.Outcome
    let meaning: String
    let next: String?

    private struct Row {
        let codes: ClosedRange<Int>
        let meaning: String
        let next: String

        init(_ codes: ClosedRange<Int>, _ meaning: String, _ next: String) {
            self.codes = codes
            self.meaning = meaning
            self.next = next
        }
    }

    private static let newToken =
        "make a new token: Events Manager, your data source, Settings, Generate Access Token; set it where "
        + "access_token points"

    private static let rows: [Row] = [
        Row(
            40001...40001, "the token is good, but has no permission for {id}",
            "check that event_source_id is the one the token was made for, and that its owner is an admin or operator "
                + "of the advertiser account"),
        Row(40003...40003, "the token may not report events for {id}", newToken),
        Row(40007...40007, "TikTok knows no event source {id}", "check event_source and event_source_id"),
        Row(40006...40006, "TikTok does not know this version of the API", "check endpoint"),
        Row(40051...40051, "TikTok does not know this version of the API", "check endpoint"),
        Row(40102...40103, "the token has expired", newToken),
        Row(40104...40104, "the token that arrived was empty", "check the variable or file that access_token names"),
        Row(
            40105...40105, "the token is wrong or was revoked",
            "compare it with the one in Events Manager; if in doubt, " + newToken),
        Row(
            40118...40118, "this account is not admitted to the events of such a source",
            "app events need an allowlisting by TikTok: ask your TikTok representative"),
        Row(40130...40130, "the token was not given the scope for reporting events", newToken),
        Row(40300...40302, "the advertiser account of the token is missing or has another role", newToken),
        Row(40400...40400, "there is no such path at TikTok", "check endpoint"),
        Row(41000...41000, "TikTok has blocked this access", "ask your TikTok representative"),
    ]

    init(_ answer: Answer, destination: String, eventSourceID: String) {
        let row = answer.code.flatMap { code in Self.rows.first { $0.codes.contains(code) } }
        let known = row?.meaning.replacing("{id}", with: eventSourceID)
        switch answer.answerClass {
        case .delivered, .deliveredWithWarnings:
            outcome = .taken
            meaning = "TikTok took a test event: token, id and permission are good"
            next = "see it in Events Manager, Test Events"
        case .credentials:
            outcome = .refused
            meaning = known ?? "TikTok refuses the token" + Self.name(answer)
            next = row?.next ?? Self.newToken
        case .configuration:
            outcome = .refused
            meaning = known ?? "TikTok refuses the way this destination is set up" + Self.name(answer)
            next = row?.next ?? "check endpoint, event_source and event_source_id of destinations.\(destination)"
        case .eventRefused, .someoneRefused, .tooBig:
            outcome = .refused
            meaning = "TikTok refuses the test event itself" + Self.name(answer)
            next = "check event_source (\(destination)) and the test code, which changes with every session"
        case .rateLimited:
            outcome = .tryLater
            meaning = "TikTok gets too many requests with this token"
            next = "try again in a minute"
        case .tryLater:
            let isAnswer = answer.httpStatus != nil
            outcome = isAnswer ? .tryLater : .noAnswer
            meaning =
                isAnswer
                ? "TikTok has trouble of its own and says nothing about the token"
                : "no answer: \(answer.message ?? "the connection failed")"
            next = isAnswer ? "try again in 5 minutes" : "check endpoint, proxy and firewall"
        }
    }

    /// TikTok's own name of the code, for codes that have no line here.
    private static func name(_ answer: Answer) -> String {
        guard let code = answer.code else { return answer.httpStatus.map { " (HTTP \($0))" } ?? "" }
        return ResponseCodes.entry(for: code).map { " (\(code), \($0.name))" } ?? " (code \(code))"
    }
}
