package import OutboxCore
package import OutboxRouting

/// One TikTok event source with its token and its rules.
package struct DestinationSettings: Sendable {
    /// TikTok's own endpoint (TikTok: Events API 2.0, `POST event/track/`).
    package static let defaultEndpoint = "https://business-api.tiktok.com/open_api/v1.3/event/track/"

    /// Whether an event goes, and as what.
    package var rules: DestinationRules
    /// How fast, in what portions and how long it is delivered to.
    package var delivery: DeliverySettings
    /// Where the access token is found.
    package var accessToken: SecretReference
    /// Where the token is found that is tried where TikTok does not take the first one (`access_tokens`).
    package var secondAccessToken: SecretReference?
    /// The destination that all but the events comes from (`like`).
    package var like: String?
    /// The URL that requests go to: HTTPS, or HTTP on this machine.
    package var endpoint = DestinationSettings.defaultEndpoint
    /// The names of the sources whose events it gets, in the order of the file; all, where the file does not say.
    package var listensTo: [String]
    /// How pages report what their pixel sent; nil where they do not.
    package var echo: EchoSettings?
    /// The absolute path of a file with own certificate authorities (PEM).
    package var customCAFile: String?
    /// The line of its name.
    package var line: Int?

    /// Its name, as its rules have it.
    package var name: String { rules.name }

    /// A destination with the defaults for its event source.
    package init(
        name: String, eventSource: EventSource, eventSourceID: String, accessToken: SecretReference,
        listensTo: [String], line: Int? = nil
    ) {
        rules = DestinationRules(name: name, eventSource: eventSource, eventSourceID: eventSourceID)
        delivery = DeliverySettings(eventSource: eventSource)
        self.accessToken = accessToken
        self.listensTo = listensTo
        self.line = line
    }
}
