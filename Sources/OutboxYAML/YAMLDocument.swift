import Yams

/// Reads the text of one YAML document.
package enum YAMLDocument {
    /// The document's values; nil if it holds nothing but comments.
    package static func parse(_ text: String) throws(YAMLFailure) -> YAMLNode? {
        if let failure = invisibleCharacter(in: text) { throw failure }
        let marker = YAMLAliasMarker(for: text)
        do {
            let parser = try Parser(yaml: marker.mark(text), resolver: .basic, encoding: .utf8)
            let root = try parser.singleRoot()
            // The parser holds the anchors, to which the nodes refer weakly.
            return try withExtendedLifetime(parser) { try root.map { try YAMLTree.make(from: $0, marker: marker) } }
        } catch let failure as YAMLFailure {
            throw failure
        } catch let error as YamlError {
            throw failure(for: error, in: text, marker: marker)
        } catch {
            throw YAMLFailure(problem: "not readable as YAML", line: nil)
        }
    }

    // The library takes some of these for line breaks, which editors do not show, and cannot place the others.
    private static func invisibleCharacter(in text: String) -> YAMLFailure? {
        var line = 1
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if previous == "\r", scalar != "\n" { return invisible(previous, line) }
            switch scalar {
            case "\n": line += 1
            case "\t", "\r": break
            case "\0"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}":
                return invisible(scalar, line)
            default: break
            }
            previous = scalar
        }
        return previous == "\r" ? invisible(previous, line) : nil
    }

    private static func invisible(_ scalar: Unicode.Scalar, _ line: Int) -> YAMLFailure {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
        return YAMLFailure(
            problem: "an invisible character (U+\(padded))", suggestion: "remove it, or write it as \"\\u\(padded)\"",
            line: line)
    }

    private static func failure(for error: YamlError, in text: String, marker: YAMLAliasMarker) -> YAMLFailure {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            return YAMLSyntaxAdvice.failure(problem: problem, line: mark.line, in: text)
        case .composer(_, let problem, let mark, _):
            if problem == "but found another document" {
                return YAMLFailure(
                    problem: "a second document (`---`) begins here; the file holds one", line: mark.line)
            }
            return YAMLFailure(problem: problem, line: mark.line)
        case .duplicatedKeysInMapping(let duplicates, let context):
            return duplicate(key: marker.restore(duplicates.first ?? ""), first: context.mark, in: text)
        case .reader(let problem, _, _, _): return YAMLFailure(problem: problem, line: nil)
        default: return YAMLFailure(problem: "not readable as YAML", line: nil)
        }
    }

    // The library names the key's first place only. In a block the second is the next line that begins alike.
    private static func duplicate(key: String, first: Mark, in text: String) -> YAMLFailure {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let indentation = String(repeating: " ", count: max(0, first.column - 1))
        let starts = [key, "\"\(key)\"", "'\(key)'"].map { indentation + $0 }
        var second: Int?
        for (index, line) in lines.enumerated().dropFirst(first.line) {
            let found = starts.contains { start in
                line.hasPrefix(start) && line.dropFirst(start.count).drop { $0 == " " }.hasPrefix(":")
            }
            if found {
                second = index + 1
                break
            }
        }
        let place = second == nil ? "" : ", first in line \(first.line)"
        return YAMLFailure(
            problem: "the key \(Quoting.quoted(key)) is there twice\(place)", suggestion: "keep one of them",
            line: second ?? first.line)
    }
}
