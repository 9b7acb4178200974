package import OutboxCore

/// What a decision depends on besides the event and the configuration: the moment, and what operators set going.
package struct RoutingContext: Sendable {
    /// The wall clock.
    package var now: Timestamp
    /// The destination's test sessions, running and ended ones, as of the claim of the event or later.
    ///
    /// An event belongs to one by its time of receipt: `TestSession.covers`.
    package var sessions: [TestSession]

    /// Makes a context.
    package init(now: Timestamp, sessions: [TestSession] = []) {
        self.now = now
        self.sessions = sessions
    }
}
