/// What a source's events must be, and what is done to them at the door.
package struct IntakeRules: Sendable, Hashable {
    /// What to do with an event that has no `event_id`.
    package enum EventIDRule: String, Sendable, CaseIterable {
        /// Reject it.
        case require
        /// Make one, once, and mark it.
        case generate
    }

    /// What to do with a clear e-mail address or phone number outside the identity fields.
    package enum Scrub: String, Sendable, CaseIterable {
        /// Replace it by its digest, with a warning.
        case on
        /// Keep it.
        case off
    }

    /// The source's name in the configuration.
    package var source: String
    /// The shape its events come in.
    package var dialect = DialectName.native
    /// What to do without `event_id`.
    package var eventID: EventIDRule = .require
    /// ISO 3166 code of the region whose phone numbers may come without a country code.
    package var phoneRegion: String?
    /// Whether `user.id` is lower-cased before it is hashed; must equal what the pixel does.
    package var lowercasesExternalID = false
    /// What to do with clear identities elsewhere.
    package var scrub: Scrub = .on
    /// Whether identities are kept in clear (`privacy.store: full`).
    package var storesClearIdentities = false
    /// The largest event in bytes.
    package var maximumEventBytes = 32 * 1024
    /// The largest list of events in one document, in bytes, where the dialect has such documents.
    package var maximumListBytes = 1 << 20

    /// The largest document in bytes: of an event, or where the dialect has documents that hold several, of those.
    package var maximumDocumentBytes: Int {
        let holdsSeveral = dialect != .native && Dialect.shipped[dialect]?.list != nil
        return holdsSeveral ? max(maximumEventBytes, maximumListBytes) : maximumEventBytes
    }

    /// The default rules for a source.
    package init(source: String) {
        self.source = source
    }
}
