package import OutboxIntake

/// What of a person is kept on disk.
package struct PrivacySettings: Sendable, Hashable {
    /// In which form identities are stored.
    package enum Storage: String, Sendable, CaseIterable {
        /// As digests only.
        case hashed
        /// In clear.
        case full
    }

    /// In which form identities are stored.
    package var store: Storage = .hashed
    /// What to do with a clear identity outside the identity fields.
    package var scrub: IntakeRules.Scrub = .on

    /// Whether clear identities in other texts than identities are replaced.
    package var scrubsTexts: Bool { scrub == .on && store == .hashed }

    /// The defaults of every setting.
    package init() {}
}
