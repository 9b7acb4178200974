/// What the functions for identities do; passed in, because this module hashes nothing itself.
///
/// Each takes a text and says what becomes of it. A ready-made digest (64 hexadecimal digits) must come back as it is.
package struct IdentityFunctions: Sendable {
    /// What becomes of a text.
    package enum Outcome: Sendable, Hashable {
        /// The normal form, or the digest.
        case text(String)
        /// Nothing; why, a sentence without a full stop that never holds the value.
        case dropped(String)
    }

    /// `sha256`: the digest in lower-case hexadecimal.
    package var sha256: @Sendable (_ text: String) -> Outcome
    /// `email`: the normal form of an address.
    package var email: @Sendable (_ text: String) -> Outcome
    /// `phone(region)`: the normal form of a number; the region is ISO 3166 alpha-2, nil for the configured one.
    package var phone: @Sendable (_ text: String, _ region: String?) -> Outcome
    /// Whether a region may be written in `phone(region)`; asked when a mapping is compiled.
    package var isPhoneRegion: @Sendable (_ region: String) -> Bool

    /// Makes the functions.
    package init(
        sha256: @escaping @Sendable (_ text: String) -> Outcome, email: @escaping @Sendable (_ text: String) -> Outcome,
        phone: @escaping @Sendable (_ text: String, _ region: String?) -> Outcome,
        isPhoneRegion: @escaping @Sendable (_ region: String) -> Bool
    ) {
        self.sha256 = sha256
        self.email = email
        self.phone = phone
        self.isPhoneRegion = isPhoneRegion
    }

    /// Functions that drop every value.
    package static let none = IdentityFunctions(
        sha256: { _ in .dropped("no digests are made here") }, email: { _ in .dropped("no identities are read here") },
        phone: { _, _ in .dropped("no identities are read here") }, isPhoneRegion: { $0.utf8.count == 2 })
}
