/// The identities that are hashed at intake; the raw value is the member's name under `user` in an event.
package enum IdentityField: String, Sendable, CaseIterable {
    /// An e-mail address.
    case email
    /// A phone number.
    case phone
    /// The producer's own id of the user, TikTok's `external_id`.
    case externalID = "id"
    /// The given name.
    case firstName = "first_name"
    /// The family name.
    case lastName = "last_name"
    /// The postal code.
    case zip
}
