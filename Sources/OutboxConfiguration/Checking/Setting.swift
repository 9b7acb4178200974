import OutboxCore
import OutboxYAML

/// One value of the file with its path, ready to be read as what it should be.
///
/// Each reader reports what is wrong and then gives nil.
struct Setting {
    /// The keys from the top: `destinations.main.mode`.
    let path: String
    /// What is written there.
    let node: YAMLNode
    /// Where problems go.
    let diagnostics: Diagnostics

    /// Its line.
    var line: Int { node.line }

    /// Notes an error at this value.
    func error(_ problem: String, _ suggestion: String? = nil) {
        diagnostics.report(.error, path, problem, suggestion, line: line)
    }

    /// Notes a warning at this value.
    func warning(_ problem: String, _ suggestion: String? = nil, lint: Lint? = nil) {
        diagnostics.report(.warning, path, problem, suggestion, line: line, lint: lint)
    }

    /// A text that is not empty.
    func string(example: String) -> String? {
        guard let text = node.text else {
            mismatch("a text", example: example)
            return nil
        }
        guard !text.isEmpty else {
            error("empty; a text is needed, such as \(example)")
            return nil
        }
        return text
    }

    /// A whole number in a range.
    func integer(in range: ClosedRange<Int>, example: Int) -> Int? {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let text = node.text, let number = Int(text), range.contains(number) else {
            mismatch(wanted, example: "\(example)")
            return nil
        }
        return number
    }

    /// A duration in a range.
    func duration(in range: ClosedRange<Duration>) -> Duration? {
        guard let text = node.text, let duration = DurationText.parse(text) else {
            mismatch("a duration", example: DurationText.examples)
            return nil
        }
        guard range.contains(duration) else {
            let limits = "\(DurationText.write(range.lowerBound)) to \(DurationText.write(range.upperBound))"
            error("not a duration from \(limits): \(node.kindWithText)")
            return nil
        }
        return duration
    }

    /// A rate above zero, in requests a second.
    func rate() -> Double? {
        guard let text = node.text, let rate = RateText.parse(text) else {
            mismatch("a rate", example: RateText.examples)
            return nil
        }
        guard rate > 0 else {
            error("a rate must be above zero: \(node.kindWithText)")
            return nil
        }
        return rate
    }

    /// A size in a range, in bytes.
    func size(in range: ClosedRange<Int>) -> Int? {
        guard let text = node.text, let size = SizeText.parse(text) else {
            mismatch("a size", example: SizeText.examples)
            return nil
        }
        guard range.contains(size) else {
            let limits = "\(SizeText.write(range.lowerBound)) to \(SizeText.write(range.upperBound))"
            error("not a size from \(limits): \(node.kindWithText)")
            return nil
        }
        return size
    }

    /// One of the words of an enumeration; `others` are suggestions for words that people bring from elsewhere.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _: Choice.Type, others: [String: String] = [:]
    ) -> Choice? {
        let words = Choice.allCases.map(\.rawValue)
        guard let text = node.text else {
            mismatch("one of \(words.joined(separator: ", "))", example: words.first ?? "")
            return nil
        }
        if let choice = Choice(rawValue: text) { return choice }
        error(
            "\(Quoting.quoted(text)) is not one of \(words.joined(separator: ", "))",
            others[text] ?? Suggestion.nearest(to: text, among: words))
        return nil
    }

    /// The items of a list, each with its own path.
    func list(example: String) -> [Setting]? {
        guard case .list(let items) = node.content else {
            mismatch("a list", example: example)
            return nil
        }
        return items.enumerated().map {
            Setting(path: "\(path)[\($0.offset)]", node: $0.element, diagnostics: diagnostics)
        }
    }

    /// Notes that something else was wanted here.
    func mismatch(_ wanted: String, example: String) {
        // The wrong file was named, perhaps one that holds a secret: nothing of it is shown.
        guard !path.isEmpty else { return error("not a configuration: \(node.kind) where \(wanted) begins") }
        if node.isNull {
            error("nothing is written here; \(wanted) is needed, such as \(example)", "write a value or remove the key")
        } else {
            error("not \(wanted): \(node.kindWithText); write it like \(example)")
        }
    }
}
