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
        switch hashed(Array(value.utf8), as: field, country: country) {
        case .success(let digest): .digest(digest.hexadecimal, alreadyHashed: digest.isReady)
        case .failure(let reason): .dropped(reason)
        }
    }

    /// A digest, and whether the value was one when it came.
    package struct Hashed {
        /// The digest of the normal form.
        package let digest: SHA256Digest
        /// Whether the value was a digest when it came.
        package let isReady: Bool
        /// The digest as 64 lower-case digits.
        package var hexadecimal: String { digest.hexadecimal }
    }

    /// The same for a value given as UTF-8, without making texts: for the hot path.
    package func hashed(
        _ value: [UInt8], as field: IdentityField, country: String? = nil
    ) -> Result<Hashed, DropReason> {
        do throws(DropReason) {
            switch try form(of: value, as: field, country: country) {
            case .hashed(let digest): return .success(Hashed(digest: digest, isReady: true))
            case .clear(let text): return .success(Hashed(digest: SHA256Digest(of: text), isReady: false))
            }
        } catch {
            return .failure(error)
        }
    }

    /// The digest of a value given as UTF-8, if it is one of those that nearly all are; nil where it is to be given to
    /// ``hashed(_:as:country:)``, which gives the same. Makes no arrays: for the hot path.
    package func quickDigest(of value: UnsafeBufferPointer<UInt8>, as field: IdentityField) -> SHA256Digest? {
        PlainIdentity(rules: rules).digest(of: value, as: field)
    }

    /// The normal form of a clear value before it is hashed; nil for a digest and for what is dropped.
    package func normalized(_ value: String, as field: IdentityField, country: String? = nil) -> String? {
        guard case .clear(let text)? = try? form(of: Array(value.utf8), as: field, country: country) else { return nil }
        return String(decoding: text, as: UTF8.self)
    }

    private enum Form {
        case hashed(SHA256Digest)
        case clear([UInt8])
    }

    private func form(of value: [UInt8], as field: IdentityField, country: String?) throws(DropReason) -> Form {
        let trimmed = value.trimmed
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

    /// A SHA-256 digest; nil for a clear value; throws for other digests and for the digest of nothing.
    private static func digest(in trimmed: [UInt8], field: IdentityField) throws(DropReason) -> SHA256Digest? {
        switch trimmed.count {
        case 64:
            guard let digest = SHA256Digest(hexadecimal: trimmed) else { return nil }
            guard digest != .ofNothing else { throw .digestOfNothing }
            return digest
        case 40, 32:
            guard field != .externalID, trimmed.allSatisfy({ $0.hexadecimalValue != nil }) else { return nil }
            throw trimmed.count == 32 ? .looksLikeMD5 : .looksLikeSHA1
        default: return nil
        }
    }
}
