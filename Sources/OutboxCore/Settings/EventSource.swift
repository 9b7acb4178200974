/// The kind of a TikTok event source (TikTok: Report Web, App, Offline or CRM Events, `event_source`).
public enum EventSource: String, Sendable, CaseIterable, Hashable {
    /// A pixel.
    case web
    /// An app; TikTok opens this to an allow-list only.
    case app
    /// An offline event set.
    case offline
    /// A CRM event set.
    case crm

    /// Whether TikTok deduplicates its events by `event_id`, so that an unknown outcome may be sent again.
    package var isDeduplicated: Bool { self != .app }
}
