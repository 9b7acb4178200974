import OutboxCore

/// What the pairs of one event say, in a sentence with the next step.
struct PairVerdict: Sendable, Hashable {
    /// Whether something is to be done.
    let isProblem: Bool
    /// The sentence.
    let text: String

    /// Shares from which on something is worth looking at: ad blockers keep a tenth to a third of the echoes away.
    private enum Share {
        static let late = 0.05
        static let pixelOnly = 0.05
        static let serverOnly = 0.5
    }

    /// Judges the counts of one event at a destination.
    ///
    /// - Parameter reports: whether pages are told to report (`echo`).
    init(_ count: PairCount, destination: String, reports: Bool) {
        let problem = Self.problem(count, destination: destination, reports: reports)
        isProblem = problem != nil
        text = problem ?? Self.fine(count)
    }

    /// The worst first: what counts twice, what cannot pair at all, what comes too late, what one side misses.
    private static func problem(_ count: PairCount, destination: String, reports: Bool) -> String? {
        let name = count.tiktokEvent
        if let problem = twoNames(count, destination: destination) { return problem }
        if count.lag.countedTwice > 0 {
            return "TikTok counts \(count.lag.countedTwice) twice: pixel and server lie more than 48 hours apart; see "
                + "`outbox status` for what waits"
        }
        if count.server > 0, count.withoutEventID * 2 > count.server {
            return "\(count.withoutEventID) of \(count.server) left without an event_id, and count beside the pixel's: "
                + "hand the page's id over as event_id (`outbox snippet \(destination)`)"
        }
        if count.server > 0, count.echoes == 0, count.paired == 0 {
            return "no page reported \(name): "
                + (reports
                    ? "load the script of `outbox snippet \(destination)`, or hand ids over with `outbox echo FILE`"
                    : "set destinations.\(destination).echo, or hand ids over with `outbox echo FILE`")
        }
        if count.server > 0, count.paired == 0, count.unexplained > 0 {
            return "no id is on both sides, so that everything counts twice: the page makes ids of its own; hand the "
                + "same event_id to both (`outbox snippet \(destination)` shows how)"
        }
        return lateness(count) ?? missing(count, destination: destination)
    }

    private static func twoNames(_ count: PairCount, destination: String) -> String? {
        let name = count.tiktokEvent
        let next = "let the page use the names of `outbox snippet \(destination)`"
        if let other = most(count.mismatches) {
            return "TikTok counts \(count.mismatched) twice: the pixel says \(other) where the server says \(name); "
                + "\(next), or set `names` to the pixel's"
        }
        if let other = most(count.extraNames) {
            return "TikTok counts \(count.extra) twice: the pixel says \(other) too where both say \(name); "
                + "\(next) alone"
        }
        if let other = most(count.serverNames) {
            return "TikTok counts \(count.misnamed) twice: the pixel says \(name) where the server says \(other); "
                + "\(next), or set `names` to the pixel's"
        }
        return nil
    }

    private static func most(_ names: [String: Int]) -> String? {
        names.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private static func lateness(_ count: PairCount) -> String? {
        guard count.paired > 0, Double(count.lag.dropped) > Share.late * Double(count.paired) else { return nil }
        let side = count.lag.serverFirst * 2 > count.paired ? "pixel's" : "server's"
        return
            "\(count.lag.dropped) of \(count.paired) pairs lie more than 5 minutes apart: TikTok counts them once, but "
            + "drops the \(side) data instead of merging it; deliver within 5 minutes (`outbox status`)"
    }

    private static func missing(_ count: PairCount, destination: String) -> String? {
        let unknown = count.unexplained
        if Double(unknown) > Share.pixelOnly * Double(count.echoes) {
            return
                "\(unknown) of \(count.echoes) came from the pixel alone: the backend hands them over with another id, "
                + "or not at all; see `outbox rejects`"
        }
        if Double(count.notSent) > Share.pixelOnly * Double(count.echoes) {
            return
                "\(count.notSent) of \(count.echoes) came from the pixel alone because the server's were not sent: see "
                + "`outbox list --destination \(destination) --state skipped` and `--state failed`"
        }
        if count.server > 0, Double(count.serverOnly) > Share.serverOnly * Double(count.server) {
            return
                "\(count.serverOnly) of \(count.server) came from the server alone: more than ad blockers explain; is "
                + "the script of `outbox snippet \(destination)` on every page where this happens?"
        }
        return nil
    }

    private static func fine(_ count: PairCount) -> String {
        guard count.server + count.echoes > 0 else { return "nothing to pair" }
        if count.undecided > 0, count.pixelOnly > count.waiting + count.notSent {
            let waiting = Plural.text(count.undecided, "event waits", "events wait")
            return "fine so far: \(waiting) undecided; with which event_id is known when they leave: ask again then"
        }
        if count.paired == 0 { return "fine so far: the server's events are on their way" }
        return "fine: TikTok counts each once"
    }
}
