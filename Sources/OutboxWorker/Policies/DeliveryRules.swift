package import OutboxCore

/// The rules of one destination that decide what becomes of its deliveries.
package struct DeliveryRules: Sendable, Hashable {
    /// How fast, in what portions and how long it is delivered to.
    package var settings: DeliverySettings
    /// What could count twice.
    package var countTwice: CountTwiceRule
    /// What is too old.
    package var eventAge: EventAge
    /// When retries end.
    package var retryLimit: RetryLimit
    /// How long retries wait.
    package var backoff: Backoff

    /// Makes the rules of a destination.
    package init(settings: DeliverySettings, eventSource: EventSource, pairing: Pairing) {
        self.settings = settings
        countTwice = CountTwiceRule(eventSource: eventSource, pairing: pairing)
        eventAge = EventAge(maximum: settings.maxEventAge)
        retryLimit = RetryLimit(settings.retryFor)
        backoff = Backoff(longestWait: settings.retryMaxWait)
    }
}
