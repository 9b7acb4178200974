/// How identities are normalised before they are hashed: the configuration's section `identity`.
package struct IdentityRules: Sendable, Equatable {
    /// The region that phone numbers without a country code belong to; without one such numbers are dropped.
    package var phoneRegion: PhoneRegion?
    /// What happens to the letters of external ids; the same as on the pixel's side, else they never match.
    package var externalIDCase: LetterCase

    /// Makes rules; those left out are the defaults.
    package init(phoneRegion: PhoneRegion? = nil, externalIDCase: LetterCase = .keep) {
        self.phoneRegion = phoneRegion
        self.externalIDCase = externalIDCase
    }
}
