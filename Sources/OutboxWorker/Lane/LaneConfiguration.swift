package import OutboxCore
package import OutboxRouting

/// All that a worker needs to know of one destination.
package struct LaneConfiguration: Sendable {
    /// Its number in the store.
    package var destination: DestinationID
    /// Its name in the configuration.
    package var name: String
    /// How fast, in what portions and how long it is delivered to.
    package var settings: DeliverySettings
    /// The kind of its event source.
    package var eventSource: EventSource
    /// Whether the pixel sends the same events.
    package var pairing: Pairing
    /// The configuration in force.
    package var configuration: ConfigurationID?
    /// The first 8 bytes of the token's SHA-256 in hexadecimal digits; of several tokens in rotation, one digest that
    /// changes with any of them.
    package var tokenDigest: String?
    /// The same for all destinations that share a rate: those with the same token and event source.
    package var rateGroup: String
    /// Its access tokens in rotation; nil where there is one alone.
    package var tokens: LaneTokens?
    /// Decides a delivery, by the configuration and the moment.
    ///
    /// A delivery whose user withdrew their consent does not come here: it is skipped, whatever the configuration.
    /// Called on threads of the cooperative pool, for several deliveries at a time; must not block.
    package var decide: @Sendable (ClaimedDelivery, RoutingContext) -> Decision
    /// Sends one request.
    ///
    /// Must return soon after its task is cancelled; what it returns then is not recorded.
    package var send: @Sendable (Batch) async -> Answer

    /// Makes the configuration of a lane.
    package init(
        destination: DestinationID, name: String, settings: DeliverySettings, eventSource: EventSource,
        pairing: Pairing, configuration: ConfigurationID?, tokenDigest: String?, rateGroup: String,
        tokens: LaneTokens? = nil,
        decide: @escaping @Sendable (ClaimedDelivery, RoutingContext) -> Decision,
        send: @escaping @Sendable (Batch) async -> Answer
    ) {
        self.destination = destination
        self.name = name
        self.settings = settings
        self.eventSource = eventSource
        self.pairing = pairing
        self.configuration = configuration
        self.tokenDigest = tokenDigest
        self.rateGroup = rateGroup
        self.tokens = tokens
        self.decide = decide
        self.send = send
    }

    /// The rules that follow from it.
    package var rules: DeliveryRules {
        DeliveryRules(settings: settings, eventSource: eventSource, pairing: pairing)
    }
}
