/// Brings identities into the form that TikTok hashes, and hashes them.
///
/// A pure value; it may be used from anywhere at once. What is already a SHA-256 digest passes through in lower case,
/// judged before anything is normalised; nothing is hashed twice, and never an empty text. The rules are TikTok's
/// (TikTok: Report App, Web, Offline, or CRM Events; Events API 2.0 parameters), and where those are silent:
///
/// | field | normal form |
/// | --- | --- |
/// | email | trimmed, lower-case; see `EmailAddress` for what is one |
/// | phone | E.164 with its plus; see `PhoneNumber` |
/// | id | trimmed, letters kept, or lower-case if the rules say so; another digest is an id too |
/// | first_name, last_name | lower-case, punctuation and symbols removed, a run of white space is one space |
/// | zip | lower-case, spaces and hyphens removed, of a ZIP+4 five digits |
///
/// No Unicode normalisation form is applied: a letter that comes as base and accent is hashed as such.
package struct IdentityNormalizer: Sendable {
    /// The rules it was made with.
    package let rules: IdentityRules

    /// Makes one for rules.
    package init(rules: IdentityRules = IdentityRules()) {
        self.rules = rules
    }

    /// The digest of a value, or why there is none.
    ///
    /// - Parameters:
    ///   - value: The value as it came; of a number, its text.
    ///   - field: What the value is.
    ///   - country: The country of the same address as the event has it, used for postal codes only.
    package func normalize(
        _ value: String, as field: IdentityField, country: String? = nil
    ) -> NormalizedIdentity {
        do throws(DropReason) {
            switch try form(of: value, as: field, country: country) {
            case .hashed(let digest): return .digest(digest, alreadyHashed: true)
            case .clear(let text): return .digest(SHA256Digest(of: text).hexadecimal, alreadyHashed: false)
            }
        } catch {
            return .dropped(error)
        }
    }

    /// The normal form of a clear value before it is hashed; nil for a digest and for what is dropped.
    package func normalized(_ value: String, as field: IdentityField, country: String? = nil) -> String? {
        guard case .clear(let text)? = try? form(of: value, as: field, country: country) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private enum Form {
        case hashed(String)
        case clear([UInt8])
    }

    private func form(of value: String, as field: IdentityField, country: String?) throws(DropReason) -> Form {
        let trimmed = value.trimmedUTF8
        guard !trimmed.isEmpty else { throw .empty }
        if let digest = try Self.digest(in: trimmed, field: field) { return .hashed(digest) }
        let normal: [UInt8]
        switch field {
        case .email: normal = try EmailAddress.normalized(trimmed)
        case .phone: normal = try PhoneNumber.normalized(trimmed, region: rules.phoneRegion)
        case .externalID: normal = rules.externalIDCase == .lower ? trimmed.lowercasedUTF8 : trimmed
        case .firstName, .lastName: normal = ProperName.normalized(trimmed, spaces: .single)
        case .zip: normal = PostalCode.normalized(trimmed, country: country)
        }
        guard !normal.isEmpty else { throw .empty }
        return .clear(normal)
    }

    /// The lower-case digits of a SHA-256 digest; nil for a clear value; throws for other digests and for the digest of
    /// nothing.
    private static func digest(in trimmed: [UInt8], field: IdentityField) throws(DropReason) -> String? {
        switch trimmed.count {
        case 64, 40, 32: guard trimmed.allSatisfy({ $0.hexadecimalValue != nil }) else { return nil }
        default: return nil
        }
        if trimmed.count == 64 {
            let digest = String(decoding: trimmed.map(\.lowercasedASCII), as: UTF8.self)
            guard digest != SHA256Digest.ofNothing.hexadecimal else { throw .digestOfNothing }
            return digest
        }
        guard field == .externalID else { throw trimmed.count == 32 ? .looksLikeMD5 : .looksLikeSHA1 }
        return nil
    }
}
