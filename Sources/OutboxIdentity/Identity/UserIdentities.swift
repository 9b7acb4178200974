package import OutboxCore

/// The digests that a user is known by, for the withdrawal of consent.
package enum UserIdentities {
    private static let plain = IdentityNormalizer()

    /// The digests of the users of an event as it is stored: its ids, e-mail addresses and phone numbers, whether they
    /// are digests already or kept in clear (`privacy.store: full`; normalised at intake so far that no rules are
    /// needed any more).
    ///
    /// An id that is an e-mail address counts as one too, in whatever letters it is written.
    package static func digests(of record: EventRecord) -> [UserDigest] {
        guard let user = record.event["user"] else { return [] }
        var digests: [UserDigest] = []
        for digest in record.knownAs { add(hexadecimal: digest, to: &digests) }
        for field in NamedUser.fields {
            for name in [field.rawValue, field.rawValue + "_sha256"] {
                if let value = user[name] { add(value, as: field, to: &digests) }
            }
        }
        return digests
    }

    /// The digests of the users that a rendered TikTok event names: what is there is hashed already.
    package static func digests(ofRendered event: JSONValue) -> [UserDigest] {
        guard let user = event["user"] else { return [] }
        var digests: [UserDigest] = []
        for field in NamedUser.fields {
            guard let value = user[field == .externalID ? "external_id" : field.rawValue] else { continue }
            add(value, as: field, to: &digests)
        }
        return digests
    }

    private static func add(_ value: JSONValue, as field: IdentityField, to digests: inout [UserDigest]) {
        guard value.kind != .array else {
            for element in value.elements where element.kind != .array { add(element, as: field, to: &digests) }
            return
        }
        let text: String? =
            switch value.kind {
            case .string: value.string
            // An id may be a number where identities are kept in clear.
            case .number: value.integer.map(String.init) ?? String(decoding: value.raw, as: UTF8.self)
            default: nil
            }
        guard let text, case .digest(let digest, _) = plain.normalize(text, as: field) else { return }
        add(hexadecimal: digest, to: &digests)
        if field == .externalID, text.utf8.contains(UInt8(ascii: "@")),
            case .digest(let address, _) = plain.normalize(text, as: .email)
        {
            add(hexadecimal: address, to: &digests)
        }
    }

    static func add(hexadecimal: String, to digests: inout [UserDigest]) {
        guard let digest = SHA256Digest(hexadecimal: hexadecimal).flatMap({ UserDigest(bytes: $0.bytes) }),
            !digests.contains(digest)
        else { return }
        digests.append(digest)
    }
}
