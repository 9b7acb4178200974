import OutboxConfiguration
import OutboxCore
import OutboxMapping
import OutboxRouting

/// Something that a test left behind at a destination that is to go live.
struct Leftover {
    /// What kinds there are; the raw values are the words of `--keep`.
    enum Kind: String, CaseIterable {
        /// `test_event_code` in the file; going live takes it out.
        case testCode = "test-code"
        /// A test session that runs; going live stops it.
        case session
        /// `'*': keep`: every event leaves, whatever it is called.
        case catchAll = "catch-all"
        /// A filter that lets one user's events through alone.
        case userFilter = "user-filter"
    }

    let kind: Kind
    /// What it is, in words.
    let text: String
    /// Where it stands in the file; nil for a session.
    let line: Int?
    /// What to do about it by hand; nil where going live does it.
    let byHand: String?

    /// Everything left at a destination.
    ///
    /// - Parameters:
    ///   - codeAge: how long the code has been in use, if that is known.
    ///   - sessions: those that run there.
    static func all(
        _ settings: DestinationSettings, codeAge: Duration?, sessions: [TestSession], now: Timestamp
    ) -> [Leftover] {
        let rules = settings.rules
        var leftovers: [Leftover] = []
        if let code = rules.testEventCode {
            let isOld = codeAge.map { $0 > .seconds(60) } ?? false
            let age =
                isOld ? ", \(LocalTime.span(seconds: Double((codeAge ?? .zero).wholeMilliseconds) / 1000)) old" : ""
            leftovers.append(
                Leftover(
                    kind: .testCode, text: "test_event_code \(code)\(age)", line: rules.lines["test_event_code"],
                    byHand: nil))
        }
        for session in sessions {
            let age = LocalTime.span(seconds: Double((now - session.startedAt).wholeMilliseconds) / 1000)
            leftovers.append(
                Leftover(
                    kind: .session,
                    text: "session #\(session.id) (\(HiddenConstants.shortened(session.match)), code \(session.code), "
                        + "\(age) old)",
                    line: nil, byHand: nil))
        }
        if let line = rules.events?[EventRule.catchAll]?.first?.line {
            leftovers.append(
                Leftover(
                    kind: .catchAll, text: "'*': keep lets every event leave, whatever it is called", line: line,
                    byHand: "list the events by name (outbox map --unmapped helps), or say --keep catch-all"))
        }
        for filter in rules.filters {
            guard let comparison = filter.comparisons.first(where: isOneUser) else { continue }
            leftovers.append(
                Leftover(
                    kind: .userFilter, text: "the filter \(filter.text) lets one user's events through alone",
                    line: comparison.line,
                    byHand: "remove it, or say --keep user-filter"))
        }
        return leftovers
    }

    /// Paths that name one person or one device.
    private static let personal: Set = [
        "user.id", "user.email", "user.phone", "user.id_sha256", "user.email_sha256", "user.phone_sha256",
        "context.device.ip", "context.click_ids.ttp",
    ]

    private static func isOneUser(_ comparison: MappingComparison) -> Bool {
        guard !comparison.isNegated, [.eq, .in].contains(comparison.comparison), comparison.constants.count == 1
        else { return false }
        let path = comparison.path?.description ?? comparison.subject
        return personal.contains(path) || path.hasPrefix("integrations.") || path.hasPrefix("headers.")
            || path.contains("| cookie(") || path.contains("| url_param(")
    }
}
