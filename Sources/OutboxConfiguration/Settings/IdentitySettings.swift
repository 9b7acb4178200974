/// How identities are normalised before they are hashed.
package struct IdentitySettings: Sendable, Hashable {
    /// Upper-case ISO 3166 code of the region whose phone numbers may come without a country code.
    package var phoneRegion: String?
    /// Whether `user.id` is lower-cased; must equal what the pixel does.
    package var lowercasesExternalID = false

    /// The defaults of every setting.
    package init() {}
}
