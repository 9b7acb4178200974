import OutboxCore

/// Which of the keys by which TikTok finds a user an event carries (TikTok: Advanced matching; Events API, `user`).
struct MatchKeys: Equatable {
    let present: [String]
    let missing: [String]

    /// Looks at the bytes of a TikTok event.
    init(_ event: [UInt8], eventSource: EventSource) {
        let user = (try? JSONDocument(event))?.root["user"]
        let all = Self.keys(eventSource)
        present = all.filter { user?[$0] != nil }
        missing = all.filter { user?[$0] == nil }
    }

    /// `4 of 7: email phone external_id ttclid; missing ttp ip user_agent`
    var text: String {
        var text = "\(present.count) of \(present.count + missing.count)"
        if !present.isEmpty { text += ": \(present.joined(separator: " "))" }
        if !missing.isEmpty { text += "; missing \(missing.joined(separator: " "))" }
        return text
    }

    private static func keys(_ eventSource: EventSource) -> [String] {
        let known = ["email", "phone", "external_id"]
        return switch eventSource {
        case .web: known + ["ttclid", "ttp", "ip", "user_agent"]
        case .app: known + ["idfa", "gaid", "idfv", "ttclid", "ip", "user_agent"]
        case .offline, .crm: known
        }
    }
}
