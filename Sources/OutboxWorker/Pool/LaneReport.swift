package import OutboxCore

/// What one lane did in one run, and why it ended.
package struct LaneReport: Sendable, Hashable {
    /// The destination the lane serves.
    package var destination: DestinationID
    /// Its name in the configuration.
    package var name: String
    /// What was done, as far as it is on record.
    package var tally = LaneTally()
    /// Another process that works the lane; then nothing was done here.
    package var owner: String?
    /// The pause in force at the end.
    package var pause: Pause?
    /// When the next delivery becomes due; nil where nothing waits, as far as the lane has seen.
    package var nextDueAt: Timestamp?
    /// Whether it ended because it was told to stop, or its time was over.
    package var wasStopped = false

    /// Makes a report of a lane that has done nothing.
    package init(destination: DestinationID, name: String) {
        self.destination = destination
        self.name = name
    }

    /// Whether TikTok's answers paused the destination.
    package var isPausedByAnswers: Bool {
        switch pause?.cause {
        case .credentials, .configuration: true
        case .operator, nil: false
        }
    }
}
