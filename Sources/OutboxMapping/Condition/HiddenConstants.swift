import OutboxCore
import OutboxYAML

/// The constants of conditions as they may be kept and shown: those that are compared with an identity, and e-mail
/// addresses and phone numbers anywhere, are digests. A condition with them holds for the same events.
package struct HiddenConstants: Sendable {
    private let grammar: MappingGrammar

    /// Hides by a grammar.
    package init(_ grammar: MappingGrammar) {
        self.grammar = grammar
    }

    /// A condition in one line, fit to be kept; as it was written where it holds nothing to hide.
    package func text(ofCondition text: String) -> String {
        guard let node = try? YAMLDocument.parse(text) else { return grammar.scrubbed(text) ?? text }
        let hidden = condition(node)
        return hidden == node && grammar.scrubbed(text) == nil ? text : YAMLText.flow(hidden)
    }

    /// A configuration's text, fit to be kept; as it was written where it holds nothing to hide. Otherwise comments
    /// are lost where they hold, or stand beside, what is hidden.
    package func text(ofDocument text: String) -> String {
        guard let node = try? YAMLDocument.parse(text) else { return grammar.scrubbed(text) ?? text }
        let hidden = document(node)
        guard hidden == node else { return YAMLText.block(hidden) }
        guard let scrubbed = grammar.scrubbed(text) else { return text }
        return (try? YAMLDocument.parse(scrubbed)) == node ? scrubbed : YAMLText.block(hidden)
    }

    /// A text in which something was hidden, for people: of each digest the beginning.
    package static func shortened(_ text: String) -> String { MaskedText.withoutDigests(text) }

    /// A configuration's text, fit to be shown: with its lines and comments, of what is hidden `***` or the beginning
    /// of a digest.
    package func shownText(ofDocument text: String) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        for found in found(inDocument: text) where lines.indices.contains(found.line - 1) {
            lines[found.line - 1] = Self.line(lines[found.line - 1], without: found.text)
        }
        return Self.shortened(lines.map { grammar.scrubbed($0) ?? $0 }.joined(separator: "\n"))
    }

    /// A line with `***` for a word of it, or for all behind its key where the word is not found as it was read.
    private static func line(_ line: String, without word: String) -> String {
        func isPart(_ character: Character?) -> Bool {
            character.map { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." } ?? false
        }
        var shown = ""
        var rest = line[...]
        var isFound = false
        while !word.isEmpty, let range = rest.firstRange(of: word) {
            let before = range.lowerBound == rest.startIndex ? shown.last : rest[..<range.lowerBound].last
            let isWhole = !isPart(before) && !isPart(rest[range.upperBound...].first)
            shown += rest[..<range.lowerBound] + (isWhole ? "***" : word)
            isFound = isFound || isWhole
            rest = rest[range.upperBound...]
        }
        guard !isFound else { return shown + rest }
        return String(line.prefix { $0 != ":" && $0 != "-" }) + ": ***"
    }

    /// What is hidden of a document, each as it was written, with its line.
    func found(inDocument text: String) -> [(line: Int, text: String)] {
        guard let node = try? YAMLDocument.parse(text) else { return [] }
        var found: [(line: Int, text: String)] = []
        Self.compare(node, document(node), &found)
        return found
    }

    private static func compare(_ old: YAMLNode, _ new: YAMLNode, _ found: inout [(line: Int, text: String)]) {
        switch (old.content, new.content) {
        case (.scalar(let before, _), .scalar(let after, _)): if before != after { found.append((old.line, before)) }
        case (.list(let before), .list(let after)):
            for (old, new) in zip(before, after) { compare(old, new, &found) }
        case (.mapping(let before), .mapping(let after)):
            for (old, new) in zip(before, after) {
                if old.key != new.key { found.append((old.line, old.key)) }
                compare(old.value, new.value, &found)
            }
        default: break
        }
    }
}

// MARK: - Values of the file

extension HiddenConstants {
    /// Any value of a configuration; conditions stand below `filters` and `when`.
    func document(_ node: YAMLNode) -> YAMLNode {
        walk(node) { entry in
            entry.key == "filters" || entry.key == "when" ? condition(entry.value) : document(entry.value)
        }
    }

    /// A condition.
    func condition(_ node: YAMLNode) -> YAMLNode {
        if case .list(let items) = node.content {
            return YAMLNode(line: node.line, content: .list(items.map { condition($0) }))
        }
        return walk(node) { entry in
            if entry.key == "any" || entry.key == "not" { return condition(entry.value) }
            guard let path = identity(entry.key) else { return document(entry.value) }
            return constants(entry.value, at: path)
        }
    }

    private func walk(_ node: YAMLNode, _ value: (YAMLEntry) -> YAMLNode) -> YAMLNode {
        switch node.content {
        case .scalar(let text, _):
            guard let scrubbed = grammar.scrubbed(text) else { return node }
            return YAMLNode(line: node.line, content: .scalar(scrubbed, isPlain: false))
        case .list(let items): return YAMLNode(line: node.line, content: .list(items.map { walk($0, value) }))
        case .mapping(let entries):
            let hidden = entries.map { entry in
                YAMLEntry(key: grammar.scrubbed(entry.key) ?? entry.key, line: entry.line, value: value(entry))
            }
            return YAMLNode(line: node.line, content: .mapping(hidden))
        }
    }

    /// The path of an identity, if that is what is compared.
    private func identity(_ subject: String) -> JSONPath? {
        guard case .path(let path)? = try? ExpressionParser.parse(subject, grammar: grammar, isInElement: false),
            let path = path.inEvent, grammar.isIdentity(path)
        else { return nil }
        return path
    }

    /// What an identity is compared with: a constant, a list of them, or operators with theirs.
    private func constants(_ node: YAMLNode, at path: JSONPath) -> YAMLNode {
        switch node.content {
        case .scalar(let text, _):
            guard !node.isNull, let digest = grammar.digest(path, text), digest != text else { return node }
            return YAMLNode(line: node.line, content: .scalar(digest, isPlain: false))
        case .list(let items): return YAMLNode(line: node.line, content: .list(items.map { constants($0, at: path) }))
        case .mapping(let entries):
            let hidden = entries.map { entry in
                let isShown = ["exists", "empty"].contains(entry.key)
                return YAMLEntry(
                    key: entry.key, line: entry.line, value: isShown ? entry.value : constants(entry.value, at: path))
            }
            return YAMLNode(line: node.line, content: .mapping(hidden))
        }
    }
}
