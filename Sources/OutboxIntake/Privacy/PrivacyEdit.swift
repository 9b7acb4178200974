import OutboxCore
import OutboxIdentity

/// Replaces all of an event that must not be stored as it came: identities in their fields, and clear e-mail addresses
/// and phone numbers elsewhere. What else stands in `user` is somebody's and goes nowhere: it is left out.
struct PrivacyEdit: Sendable {
    let identities: IdentityEdit
    /// Nil where clear values stay (`privacy.scrub: off`, `privacy.store: full`).
    let scrub: ScrubEdit?
    /// Whether identities are kept in clear (`privacy.store: full`).
    let keepsClear: Bool

    init(rules: IntakeRules) {
        let identityRules = IdentityRules(
            phoneRegion: rules.phoneRegion.flatMap { PhoneRegion(code: $0) },
            externalIDCase: rules.lowercasesExternalID ? .lower : .keep)
        identities = IdentityEdit(
            normalizer: IdentityNormalizer(rules: identityRules), keepsClear: rules.storesClearIdentities)
        keepsClear = rules.storesClearIdentities
        scrub = rules.scrub == .on && !rules.storesClearIdentities ? ScrubEdit() : nil
    }

    /// Notes the replacements for an event, in the order of its text.
    ///
    /// - Parameter mayHideKeys: whether keys are looked at.
    /// - Returns: false where it stopped at a key that is to be hidden, which needs ``ScrubbedKeys``.
    func apply(to root: JSONValue, mayHideKeys: Bool, edits: inout JSONEdits, findings: inout Findings) -> Bool {
        for (key, value) in root.members {
            if mayHideKeys, scrub?.hidden(in: key) != nil { return false }
            let isDone =
                if value.kind == .object, key.isString("user") {
                    applyToUser(value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
                } else {
                    scrub?.apply(to: value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
                        ?? true
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
            if mayHideKeys, scrub?.hidden(in: key) != nil { return false }
            guard UserField.isPlace(key) else {
                leaveOut(value, named: key, edits: &edits, findings: &findings)
                continue
            }
            guard let scrub else { continue }
            guard scrub.apply(to: value, in: root, mayHideKeys: mayHideKeys, edits: &edits, findings: &findings)
            else { return false }
        }
        return true
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
