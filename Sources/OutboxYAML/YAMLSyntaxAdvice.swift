/// Says what the YAML library's terse messages mean for somebody who edits a file by hand.
enum YAMLSyntaxAdvice {
    /// A failure for one of the library's messages.
    static func failure(problem: String, line: Int, in text: String) -> YAMLFailure {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The library notices some faults only at the end of the text.
        let line = min(line, max(1, lines.last?.isEmpty == true ? lines.count - 1 : lines.count))
        let content = line <= lines.count ? lines[line - 1] : ""
        if content.drop(while: { $0 == " " }).hasPrefix("\t") {
            return YAMLFailure(
                problem: "a tab at the beginning of the line; YAML is indented with spaces",
                suggestion: "two spaces a level", line: line)
        }
        if problem.hasPrefix("Maximum nesting level") {
            return YAMLFailure(problem: "nested more than \(YAMLTree.maximumDepth) levels deep", line: line)
        }
        let advice = advices.first { $0.message == problem }
        return YAMLFailure(
            problem: "not YAML: \(advice?.meaning ?? problem)", suggestion: advice?.suggestion, line: line)
    }

    private static let advices: [(message: String, meaning: String, suggestion: String?)] = [
        (
            "mapping values are not allowed in this context",
            "a second `: ` in one line, or more indentation than the line above allows",
            "put a value that holds `: ` in quotes"
        ),
        (
            "did not find expected key",
            "the line is indented otherwise than its neighbours, or a quote or bracket above is not closed",
            nil
        ),
        ("could not find expected ':'", "a key without `:`, or a text over several lines without quotes", nil),
        ("did not find expected '-' indicator", "the line is indented otherwise than the list above it", nil),
        ("did not find expected ',' or ']'", "a list `[...]` that is not closed, or a missing comma", nil),
        ("did not find expected ',' or '}'", "a mapping `{...}` that is not closed, or a missing comma", nil),
        ("found unexpected end of stream", "a quote that is not closed", nil),
        (
            "found character that cannot start any token",
            "a value that begins with a character that YAML keeps for itself (`@`, `` ` ``, `%`)",
            "put the value in quotes"
        ),
        ("found unknown escape character", "an unknown `\\` sequence in double quotes", "use single quotes"),
        (
            "did not find expected alphabetic or numeric character", "`&` or `*` without a name",
            "put the value in quotes"
        ),
    ]
}
