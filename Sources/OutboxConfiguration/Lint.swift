/// A warning that can be silenced by its name: `acknowledge: [custom-event]`.
///
/// The names are promises: they stand in people's files.
package enum Lint: String, Sendable, CaseIterable {
    /// `page_view` becomes ViewContent, which TikTok means for important pages.
    case pageViewAsViewContent = "page-view-as-viewcontent"
    /// Two incoming events that happen together become the same TikTok event, and count twice.
    case overlappingEvents = "overlapping-events"
    /// The pixel sends the events too, and a source may hand them over without the pixel's event_id.
    case pairedWithoutEventID = "paired-without-event-id"
    /// Something in the file looks like an access token.
    case tokenInFile = "token-in-file"
    /// The id looks like that of another kind of event source.
    case eventSourceIDKind = "event-source-id-kind"
    /// A custom event, on which campaigns cannot be optimised.
    case customEvent = "custom-event"
    /// A name that TikTok gives up.
    case retiredEvent = "retired-event"
    /// A name of the other set than `names` says.
    case otherNames = "other-names"
    /// A field below `properties` that TikTok does not list.
    case unlistedField = "unlisted-field"
    /// Pages report to a destination whose events no pixel sends.
    case echoWithoutPixel = "echo-without-pixel"
    /// A path that hardly any event has a value at.
    case unlikelyPath = "unlikely-path"
    /// Another consent category governs the browser pixel.
    case consentDiffersFromPixel = "consent-differs-from-pixel"
    /// A consent category that the events of a source's dialect do not speak of.
    case consentNotInDialect = "consent-not-in-dialect"
    /// An alternative of an event that is never taken.
    case unreachableAlternative = "unreachable-alternative"
    /// A condition asks for a part of an e-mail address, which is kept as a digest.
    case scrubbedFilter = "scrubbed-filter"
    /// Another destination sends the same event to the same event source.
    case sentTwice = "sent-twice"
    /// All incoming events leave, whatever they are called.
    case catchAll = "catch-all"
}
