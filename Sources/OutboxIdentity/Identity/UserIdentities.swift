package import OutboxCore

/// The digests that a user is known by, for the withdrawal of consent.
package enum UserIdentities {
    /// What names one person; names and postal codes do not.
    private static let fields: [IdentityField] = [.externalID, .email, .phone]
    private static let plain = IdentityNormalizer()

    /// The digests of the users of an event as it is stored: its ids, e-mail addresses and phone numbers, whether they
    /// are digests already or kept in clear (`privacy.store: full`; normalised at intake so far that no rules are
    /// needed any more).
    package static func digests(of event: JSONValue) -> [UserDigest] {
        guard let user = event["user"] else { return [] }
        var digests: [UserDigest] = []
        for field in fields {
            for name in [field.rawValue, field.rawValue + "_sha256"] {
                guard let value = user[name] else { continue }
                if value.kind == .array {
                    for element in value.elements { add(element, as: field, to: &digests) }
                } else {
                    add(value, as: field, to: &digests)
                }
            }
        }
        return digests
    }

    /// The digests that a text given by an operator may mean: as an id, an e-mail address and a phone number by the
    /// configured rules, or a ready digest. Empty where it can be none of them.
    package static func digests(of text: String, by normalizer: IdentityNormalizer) -> [UserDigest] {
        var digests: [UserDigest] = []
        for field in fields {
            guard case .digest(let digest, _) = normalizer.normalize(text, as: field) else { continue }
            add(hexadecimal: digest, to: &digests)
        }
        return digests
    }

    private static func add(_ value: JSONValue, as field: IdentityField, to digests: inout [UserDigest]) {
        let text: String? =
            switch value.kind {
            case .string: value.string
            // An id may be a number where identities are kept in clear.
            case .number: value.integer.map(String.init) ?? String(decoding: value.raw, as: UTF8.self)
            default: nil
            }
        guard let text, case .digest(let digest, _) = plain.normalize(text, as: field) else { return }
        add(hexadecimal: digest, to: &digests)
    }

    private static func add(hexadecimal: String, to digests: inout [UserDigest]) {
        guard let digest = SHA256Digest(hexadecimal: hexadecimal).flatMap({ UserDigest(bytes: $0.bytes) }),
            !digests.contains(digest)
        else { return }
        digests.append(digest)
    }
}
