import Glibc

/// The two streams of a verb: stdout carries the result alone, everything for people goes to stderr.
package struct Console: Sendable {
    /// Whether results are printed as one JSON document.
    package let printsJSON: Bool
    /// Whether stdout may carry colour.
    package let usesColor: Bool
    /// Whether stderr is a terminal, so that progress may be drawn.
    package let showsProgress: Bool
    private let results = ResultStream(STDOUT_FILENO)

    /// Looks at the process's streams and `NO_COLOR`.
    package init(printsJSON: Bool) {
        self.printsJSON = printsJSON
        let noColor = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
        usesColor = isatty(STDOUT_FILENO) == 1 && noColor.isEmpty && !printsJSON
        showsProgress = isatty(STDERR_FILENO) == 1
    }

    /// Whether a person can be asked: stdin and stderr are terminals.
    package var asks: Bool { showsProgress && isatty(STDIN_FILENO) == 1 }

    /// Whether a part of the result could not be written, which stderr was told at once.
    package var isResultIncomplete: Bool { results.isIncomplete }

    /// Asks on stderr and reads a line; nil at the end of the input.
    package func ask(_ question: String) -> String? {
        Self.tell(question)
        return readLine(strippingNewline: true)
    }

    /// Asks and takes `y` and `yes` for a yes, everything else for a no.
    package func confirm(_ question: String) -> Bool {
        ["y", "yes"].contains((ask(question) ?? "").lowercased())
    }

    /// Prints a line of the result for people; nothing with `--json`.
    package func line(_ text: String = "") {
        if !printsJSON { result(Array((text + "\n").utf8)) }
    }

    /// Prints the one document of `--json`; nothing without it.
    package func document(_ bytes: [UInt8]) {
        if printsJSON { result(bytes + [UInt8(ascii: "\n")]) }
    }

    /// Prints raw bytes of the result as they are.
    package func result(_ bytes: [UInt8]) {
        guard let problem = results.write(bytes) else { return }
        endProgress()
        note("outbox: stdout cannot be written (\(problem)): the result is incomplete; what was done is done")
    }

    /// Prints a line on stderr: warnings, progress that stays, questions.
    package func note(_ text: String) {
        Self.tell(text + "\n")
    }

    /// Draws a line of progress over the one before; only on a terminal.
    package func progress(_ text: String) {
        if showsProgress { Self.tell("\r\u{1B}[2K" + text) }
    }

    /// Takes the line of progress away.
    package func endProgress() {
        if showsProgress { Self.tell("\r\u{1B}[2K") }
    }

    /// Wraps a text in an ANSI style where colour is used.
    package func styled(_ text: String, _ style: Style) -> String {
        usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The few styles in use.
    package enum Style: Int, Sendable {
        /// Headings.
        case bold = 1
        /// What matters less.
        case dim = 2
        /// What failed.
        case red = 31
        /// What went well.
        case green = 32
        /// What waits or warns.
        case yellow = 33
    }

    /// Writes to stderr; where that fails there is nobody to tell.
    private static func tell(_ text: String) {
        _ = ResultStream.write(Array(text.utf8), to: STDERR_FILENO)
    }
}
