import OutboxMapping

/// The step that decided, in the words that are kept with the delivery and that `why` shows.
struct DecidingStep {
    /// Path, what was expected, what was seen.
    let text: String
    /// Where the configuration says so.
    var place: String?
    /// The line of it.
    var line: Int?

    /// A step in words of one's own.
    init(_ text: String, place: String? = nil, line: Int? = nil) {
        self.text = text
        self.place = place
        self.line = line
    }

    /// A condition that failed.
    init(_ finding: ConditionFinding, place: String, line: Int?) {
        text =
            finding.isEvaluable
            ? "\(finding.path): expected \(finding.expected), saw \(finding.seen)"
            : "\(finding.path): cannot be compared: expected \(finding.expected), saw \(finding.seen)"
        self.place = place
        self.line = finding.line ?? line
    }

    /// As it is kept: `user.country: expected one of "FR", "BE", saw "DE" (destinations.main.filters[0], line 24)`.
    var detail: String {
        let whereabouts = [place, line.map { "line \($0)" }].compactMap { $0 }.joined(separator: ", ")
        return whereabouts.isEmpty ? text : "\(text) (\(whereabouts))"
    }
}
