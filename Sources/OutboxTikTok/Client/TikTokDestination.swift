package import OutboxCore

/// Where a destination's requests go and with what they travel.
package struct TikTokDestination: Sendable {
    /// The address that requests are posted to.
    package var endpoint: TikTokEndpoint
    /// The kind of event source.
    package var eventSource: EventSource
    /// The pixel code, app id or event set id.
    package var eventSourceID: String
    /// How long a connection may take to come up.
    package var connectTimeout: Duration
    /// How long a request may take from its first byte to the last of the answer.
    package var requestTimeout: Duration
    /// Tells the access token of the moment; asked once a request, so that a changed token is used at once.
    package var accessToken: @Sendable () -> String

    /// Makes a destination; of the settings only the two time limits are used.
    package init(
        endpoint: TikTokEndpoint, eventSource: EventSource, eventSourceID: String, settings: DeliverySettings,
        accessToken: @escaping @Sendable () -> String
    ) {
        self.endpoint = endpoint
        self.eventSource = eventSource
        self.eventSourceID = eventSourceID
        connectTimeout = settings.connectTimeout
        requestTimeout = settings.requestTimeout
        self.accessToken = accessToken
    }

    /// The envelope of a request; its size is what a batch has to leave room for.
    package func envelope(testEventCode: String?) -> RequestEnvelope {
        RequestEnvelope(eventSource: eventSource, eventSourceID: eventSourceID, testEventCode: testEventCode)
    }
}
