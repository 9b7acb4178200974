import Glibc

/// The two streams of a verb: stdout carries the result alone, everything for people goes to stderr.
package struct Console: Sendable {
    /// Whether results are printed as one JSON document.
    package let printsJSON: Bool
    /// Whether stdout may carry colour.
    package let usesColor: Bool
    /// Whether stderr is a terminal, so that progress may be drawn.
    package let showsProgress: Bool

    /// Looks at the process's streams and `NO_COLOR`.
    package init(printsJSON: Bool) {
        self.printsJSON = printsJSON
        let noColor = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
        usesColor = isatty(STDOUT_FILENO) == 1 && noColor.isEmpty && !printsJSON
        showsProgress = isatty(STDERR_FILENO) == 1
    }

    /// Whether a person can be asked: stdin and stderr are terminals.
    package var asks: Bool { showsProgress && isatty(STDIN_FILENO) == 1 }

    /// Asks on stderr and reads a line; nil at the end of the input.
    package func ask(_ question: String) -> String? {
        Self.write(question, to: STDERR_FILENO)
        return readLine(strippingNewline: true)
    }

    /// Asks and takes `y` and `yes` for a yes, everything else for a no.
    package func confirm(_ question: String) -> Bool {
        ["y", "yes"].contains((ask(question) ?? "").lowercased())
    }

    /// Prints a line of the result for people; nothing with `--json`.
    package func line(_ text: String = "") {
        if !printsJSON { Self.write(text + "\n", to: STDOUT_FILENO) }
    }

    /// Prints the one document of `--json`; nothing without it.
    package func document(_ bytes: [UInt8]) {
        if printsJSON { Self.write(bytes + [UInt8(ascii: "\n")], to: STDOUT_FILENO) }
    }

    /// Prints raw bytes of the result as they are.
    package func result(_ bytes: [UInt8]) {
        Self.write(bytes, to: STDOUT_FILENO)
    }

    /// Prints a line on stderr: warnings, progress that stays, questions.
    package func note(_ text: String) {
        Self.write(text + "\n", to: STDERR_FILENO)
    }

    /// Draws a line of progress over the one before; only on a terminal.
    package func progress(_ text: String) {
        if showsProgress { Self.write("\r\u{1B}[2K" + text, to: STDERR_FILENO) }
    }

    /// Takes the line of progress away.
    package func endProgress() {
        if showsProgress { Self.write("\r\u{1B}[2K", to: STDERR_FILENO) }
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

    private static func write(_ text: String, to descriptor: Int32) {
        write(Array(text.utf8), to: descriptor)
    }

    /// Writes all bytes; a reader that went away (`| head`) ends the writing silently.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written < 0 {
                    if errno == EINTR { continue }
                    return
                }
                rest = rest.dropFirst(written)
            }
        }
    }
}
