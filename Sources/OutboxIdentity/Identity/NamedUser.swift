package import OutboxCore

/// A user as an operator named them, and what was understood.
///
/// Nobody says which kind of identity a text is, so it counts as each that it can be.
package struct NamedUser: Sendable {
    /// The digests that the user may be known by; empty where the text can be no identity.
    package private(set) var digests: [UserDigest] = []
    /// What the text was read as: an id, an e-mail address, a phone number; nothing for a ready-made digest.
    package private(set) var readAs: [IdentityField] = []
    /// Why the text was not read as what it looks like; never holds the text.
    package private(set) var doubt: DropReason?

    /// What names one person; names and postal codes do not.
    static let fields: [IdentityField] = [.externalID, .email, .phone]

    /// Reads a text by the configured rules.
    package init(_ text: String, by normalizer: IdentityNormalizer) {
        for field in Self.fields {
            switch normalizer.normalize(text, as: field) {
            case .digest(let hexadecimal, let isReady):
                UserIdentities.add(hexadecimal: hexadecimal, to: &digests)
                if !isReady { readAs.append(field) }
            case .dropped(let reason):
                if Self.looksLike(field, text) { doubt = reason }
            }
        }
    }

    /// Whether a text looks like an identity that it is not: an operator may take it for one.
    private static func looksLike(_ field: IdentityField, _ text: String) -> Bool {
        let trimmed = text.trimmedUTF8
        switch field {
        case .email: return trimmed.contains(UInt8(ascii: "@"))
        case .phone: return DialedNumber(trimmed).map { $0.hasPlus || $0.digits.count >= shortestPhone } ?? false
        default: return false
        }
    }

    /// A shorter number without a plus is taken for an id without a word.
    private static let shortestPhone = 7
}
