/// One value of a YAML document with its line, free of anchors, tags and merge keys.
package struct YAMLNode: Sendable, Equatable {
    /// What a value is made of.
    package indirect enum Content: Sendable, Equatable {
        /// A text as it was written; whether without quotes, so that it may also stand for a number or for nothing.
        case scalar(String, isPlain: Bool)
        /// `[a, b]`
        case list([YAMLNode])
        /// `{a: b}`, in the file's order.
        case mapping([YAMLEntry])
    }

    /// The line it begins at, counted from 1.
    package let line: Int
    /// What it is.
    package let content: Content

    /// Makes a value.
    package init(line: Int, content: Content) {
        self.line = line
        self.content = content
    }

    /// Whether nothing is written, or `null`, or `~`.
    package var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// The text of a scalar that is not null.
    package var text: String? {
        guard case .scalar(let text, _) = content, !isNull else { return nil }
        return text
    }

    /// The kind of value, with its text where there is one, for messages.
    package var kindWithText: String {
        switch content {
        case .scalar(let text, _): isNull ? "nothing" : Quoting.quoted(text)
        case .list, .mapping: kind
        }
    }

    /// The kind of value without any of its text, for places where a secret may stand.
    package var kind: String {
        switch content {
        case .scalar: isNull ? "nothing" : "a plain text"
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
