import OutboxCore
import OutboxIdentity

/// Replaces clear e-mail addresses and phone numbers that stand outside the identity fields.
struct ScrubEdit: Sendable {
    private let scanner = PersonalDataScanner()

    /// A text with digests in place of what was found in it.
    struct Finding {
        let text: String
        private let kinds: [PersonalData.Kind]

        fileprivate init(_ scrubbed: ScrubbedText) {
            text = scrubbed.text
            kinds = scrubbed.found
        }

        /// What was found and what became of it, in words; each kind once.
        var description: String {
            let identities = PersonalData.Kind.allCases.filter { kinds.contains($0) }.compactMap { kind in
                switch kind {
                case .email: "e-mail address"
                case .phone: "phone number"
                case .userInfo: nil as String?
                }
            }
            var said: [String] = []
            if !identities.isEmpty {
                said.append("a clear \(identities.joined(separator: " and ")), replaced by its digest")
            }
            if kinds.contains(.userInfo) { said.append("the user in front of a URL's host, left out") }
            return said.joined(separator: "; ")
        }
    }

    /// The scrubbed text, or nil where there is nothing to hide.
    func scrubbed(_ text: String) -> Finding? {
        scanner.scrub(text).map { Finding($0) }
    }

    /// What a key holds that a value may not; keys cannot be edited, see ``ScrubbedKeys``.
    func hidden(in key: JSONValue) -> Finding? {
        PersonalDataScanner.mayHold(key.raw) ? key.string.flatMap { scrubbed($0) } : nil
    }

    /// Notes the replacements for a value and all that is in it.
    ///
    /// - Parameter mayHideKeys: whether keys are looked at.
    /// - Returns: false where it stopped at a key that is to be hidden.
    func apply(
        to value: JSONValue, in root: JSONValue, mayHideKeys: Bool, edits: inout JSONEdits, findings: inout Findings
    ) -> Bool {
        // One look at the whole text of most values, whatever is in them, is all that is needed.
        guard PersonalDataScanner.mayHold(value.raw) else { return true }
        return applyWithin(value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
    }

    private func applyWithin(
        _ value: JSONValue, in root: JSONValue, mayHideKeys: Bool, edits: inout JSONEdits, findings: inout Findings
    ) -> Bool {
        switch value.kind {
        case .object:
            for (key, value) in value.members {
                if mayHideKeys, hidden(in: key) != nil { return false }
                guard apply(to: value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
                else { return false }
            }
        case .array:
            for element in value.elements {
                guard apply(to: element, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
                else { return false }
            }
        case .string:
            guard let text = value.string, let finding = scrubbed(text) else { return true }
            edits.replace(value, with: finding.text)
            findings.warning(
                root.path(ofNode: value.node), "held \(finding.description)")
        case .number, .bool, .null:
            break
        }
        return true
    }
}
