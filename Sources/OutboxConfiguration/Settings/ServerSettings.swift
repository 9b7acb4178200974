package import OutboxIntake

/// What clients of the HTTP server may send, and when no more is taken.
package struct ServerSettings: Sendable, Hashable {
    /// Bytes of a request's body, as it comes and unpacked.
    package var maximumBodyBytes = 1 << 20
    /// Connections at a time.
    package var maximumConnections = 1000
    /// How long a head may take: the first one of a connection from the connecting, a later one from its first byte.
    package var headerTime: Duration = .seconds(10)
    /// How long a body may take.
    package var bodyTime: Duration = .seconds(30)
    /// How long a connection may wait for its next request.
    package var idleTime: Duration = .seconds(75)
    /// How many deliveries may wait until no more events are taken.
    package var maximumBacklog = 10_000_000
    /// How many bytes must be free on the disk for events to be taken.
    package var minimumFreeBytes = 100 << 20
    /// The header fields that are kept with an event, names in lower case.
    package var keptHeaders: [String] = []
    /// The proxies whose `X-Forwarded-For` is believed.
    package var trustedProxies: [AddressRange] = []

    /// The settings of a file that says nothing.
    package init() {}
}
