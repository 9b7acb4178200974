/// The shape that a source's events come in; the raw values are the words of the configuration.
package enum DialectName: String, Sendable, CaseIterable, Hashable {
    /// The outbox's own event.
    case native
    /// Google Analytics 4: Measurement Protocol, gtag and data layer.
    case ga4
    /// Segment's calls.
    case segment
    /// RudderStack's calls.
    case rudderstack
    /// The events of Commanders Act.
    case commandersact
    /// The events of walkerOS.
    case walkeros
    /// TikTok's own event objects.
    case tiktok
}
