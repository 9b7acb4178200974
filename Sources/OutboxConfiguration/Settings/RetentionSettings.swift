/// How long what is stored is kept.
package struct RetentionSettings: Sendable, Hashable {
    /// The bodies of events.
    package var bodies: Duration = .seconds(14 * 24 * 3600)
    /// The bodies of requests and answers.
    package var requests: Duration = .seconds(14 * 24 * 3600)
    /// What pages report of their pixels.
    package var echoes: Duration = .seconds(7 * 24 * 3600)
    /// Events, deliveries and attempts themselves; after this a repeat is a new event.
    package var records: Duration = .seconds(400 * 24 * 3600)

    /// The defaults of every setting.
    package init() {}
}
