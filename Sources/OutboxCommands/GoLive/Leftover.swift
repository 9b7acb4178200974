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
        /// A filter or a condition of an event that lets testers' events through alone.
        case userFilter = "user-filter"
    }

    let kind: Kind
    /// What it is, in words.
    let text: String
    /// Where it stands in the file; nil for a session.
    let line: Int?
    /// What to do about it by hand; nil where going live does it, or leaves it where it is.
    let byHand: String?
    /// Whether it is another destination's, which keeps it.
    var isAnothers = false

    /// Everything left at a destination.
    ///
    /// - Parameters:
    ///   - base: the destination that this one is like.
    ///   - codeAge: how long the code has been in use, if that is known.
    ///   - sessions: those that run there.
    static func all(
        _ settings: DestinationSettings, like base: DestinationSettings? = nil, codeAge: Duration?,
        sessions: [TestSession], now: Timestamp
    ) -> [Leftover] {
        let rules = settings.rules
        var leftovers: [Leftover] = []
        if let code = rules.testEventCode {
            let isOld = codeAge.map { $0 > .seconds(60) } ?? false
            let age =
                isOld ? ", \(LocalTime.span(seconds: Double((codeAge ?? .zero).wholeMilliseconds) / 1000)) old" : ""
            let line = rules.lines["test_event_code"]
            let owner = base.flatMap { $0.rules.lines["test_event_code"] == line ? $0.name : nil }
            let note = owner.map { " of \($0), which \(settings.name) uses no longer" } ?? ""
            leftovers.append(
                Leftover(
                    kind: .testCode, text: "test_event_code \(code)\(note)\(age)", line: line, byHand: nil,
                    isAnothers: owner != nil))
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
            guard let line = line(ofTest: filter) else { continue }
            leftovers.append(
                Leftover(
                    kind: .userFilter, text: "the filter \(filter.text) lets test users' events through alone",
                    line: line, byHand: "remove it, or say --keep user-filter"))
        }
        for (name, alternatives) in (rules.events ?? [:]).sorted(by: { $0.key < $1.key }) {
            for rule in alternatives {
                guard let condition = rule.when, let line = line(ofTest: condition) else { continue }
                leftovers.append(
                    Leftover(
                        kind: .userFilter,
                        text: "\(name) becomes \(rule.to ?? name) for test users alone: \(condition.text)",
                        line: line, byHand: "remove it, or say --keep user-filter"))
            }
        }
        return leftovers
    }

    /// Whether a condition matches testers alone: no event without a certain person, device, header, cookie or query
    /// token. That one of them is there at all, whatever it says, is not enough: many have a cookie.
    static func isForTesters(_ condition: MappingCondition) -> Bool {
        condition.needs { comparison in
            guard [.eq, .in].contains(comparison.comparison), !comparison.constants.contains("") else { return false }
            return namesUsers(comparison) || asksForMark(comparison)
        }
    }

    /// Paths that name one person or one device.
    private static let personal: Set = [
        "user.id", "user.email", "user.phone", "user.id_sha256", "user.email_sha256", "user.phone_sha256",
        "context.device.ip", "context.click_ids.ttp",
    ]

    /// Where a condition asks for single users, or for a mark that only testers have; nil where it does not.
    private static func line(ofTest condition: MappingCondition) -> Int? {
        condition.comparisons.first { namesUsers($0) || asksForMark($0) }?.line
    }

    /// Whether one of a list of persons or devices must have sent the event; a list of them is never everybody.
    private static func namesUsers(_ comparison: MappingComparison) -> Bool {
        guard !comparison.isNegated, [.eq, .in].contains(comparison.comparison) else { return false }
        let path = comparison.subject.prefix { $0 != "|" }.filter { $0 != " " }
        return personal.contains(path)
    }

    /// Whether a header, a cookie or a query token must be there. Those of campaigns are there for many.
    private static func asksForMark(_ comparison: MappingComparison) -> Bool {
        guard comparison.asksForValue else { return false }
        let subject = comparison.subject
        if subject.hasPrefix("headers.") || subject.contains("| cookie(") { return true }
        guard let call = subject.firstRange(of: "| url_param(") else { return false }
        let name = subject[call.upperBound...].dropFirst().prefix { $0 != "'" && $0 != "\"" }.lowercased()
        return !name.hasPrefix("utm_") && !["ttclid", "gclid", "fbclid", "msclkid"].contains(name)
    }
}

extension MappingComparison {
    /// Whether it holds only where there is a value.
    fileprivate var asksForValue: Bool {
        let isPositive =
            switch comparison {
            case .exists: constants.first == "true"
            case .empty: constants.first == "false"
            case .ne, .notIn, .notContains, .notMatches: false
            case .eq, .in, .gt, .gte, .lt, .lte, .contains, .startsWith, .endsWith, .matches: true
            }
        return isPositive != isNegated
    }
}
