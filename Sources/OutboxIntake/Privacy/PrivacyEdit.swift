import OutboxCore
import OutboxIdentity

/// Replaces all of an event that must not be stored as it came: identities in their fields, and clear e-mail addresses
/// and phone numbers elsewhere. What else stands in `user` is somebody's and goes nowhere: it is left out.
struct PrivacyEdit: Sendable {
    let identities: IdentityEdit
    /// Nil where clear values stay (`privacy.scrub: off`, `privacy.store: full`).
    let scrub: ScrubEdit?
    /// Whether identities are kept in clear (`privacy.store: full`).
    var keepsClear: Bool { identities.keepsClear }

    init(rules: IntakeRules) {
        let identityRules = IdentityRules(
            phoneRegion: rules.phoneRegion.flatMap { PhoneRegion(code: $0) },
            externalIDCase: rules.lowercasesExternalID ? .lower : .keep)
        identities = IdentityEdit(
            normalizer: IdentityNormalizer(rules: identityRules), keepsClear: rules.storesClearIdentities)
        scrub = rules.scrub == .on && !rules.storesClearIdentities ? ScrubEdit() : nil
    }

    /// Notes the replacements for an event, in the order of its text.
    ///
    /// - Parameter mayHideKeys: whether keys are looked at.
    /// - Returns: false where it stopped at a key that is to be hidden, which needs ``ScrubbedKeys``.
    func apply(to root: JSONValue, mayHideKeys: Bool, edits: inout JSONEdits, findings: inout Findings) -> Bool {
        for (key, value) in root.members {
            let isDone =
                if value.kind == .object, EventField(key) == .user {
                    applyToUser(value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
                } else {
                    scrub(key, value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
                }
            guard isDone else { return false }
        }
        return true
    }

    private func applyToUser(
        _ user: JSONValue, in root: JSONValue, mayHideKeys: Bool, edits: inout JSONEdits, findings: inout Findings
    ) -> Bool {
        for (key, value) in user.members {
            if identities.apply(to: value, named: key, of: user, edits: &edits, findings: &findings) { continue }
            guard UserField.isPlace(key) else {
                if mayHideKeys, scrub?.hidden(in: key) != nil { return false }
                leaveOut(value, named: key, edits: &edits, findings: &findings)
                continue
            }
            guard scrub(key, value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
            else { return false }
        }
        return true
    }

    private func scrub(
        _ key: JSONValue, _ value: JSONValue, in root: JSONValue, mayHideKeys: Bool, edits: inout JSONEdits,
        findings: inout Findings
    ) -> Bool {
        // One look at key and value with all that is in it tells of most that there is nothing to hide.
        guard let scrub, PersonalDataScanner.mayHold(root.raw[key.raw.startIndex..<value.raw.endIndex]) else {
            return true
        }
        if mayHideKeys, scrub.hidden(in: key) != nil { return false }
        return scrub.apply(to: value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
    }

    private func leaveOut(
        _ value: JSONValue, named key: JSONValue, edits: inout JSONEdits, findings: inout Findings
    ) {
        guard !value.isNull, let name = key.string else { return }
        findings.warning(
            JSONPath([.key("user"), .key(name)]).description, UserField.unknown(name, isKept: keepsClear))
        if !keepsClear { edits.remove(value) }
    }
}
