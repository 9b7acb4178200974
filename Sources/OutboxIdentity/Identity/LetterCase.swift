/// What happens to the letters of an external id before it is hashed (`identity.external_id.case`).
package enum LetterCase: String, Sendable, CaseIterable {
    /// They stay as they are: what TikTok's pixel does.
    case keep
    /// They become lower-case.
    case lower
}
