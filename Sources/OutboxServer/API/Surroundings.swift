package import OutboxCore

/// What the server needs of the machine and of the process around it.
package struct Surroundings: Sendable {
    /// The time of receipt of what comes now.
    package var now: @Sendable () -> Timestamp
    /// Sixteen random bytes.
    package var random: @Sendable () -> [UInt8]
    /// Free bytes where the database lies; nil where the system does not say.
    package var freeBytes: @Sendable () -> Int?
    /// The schema of the open database.
    package var schemaVersion: Int
    /// Whether this process works lanes, so that it is not ready while one has no owner.
    package var worksLanes: Bool

    /// Makes the surroundings.
    package init(
        now: @escaping @Sendable () -> Timestamp, random: @escaping @Sendable () -> [UInt8],
        freeBytes: @escaping @Sendable () -> Int?, schemaVersion: Int, worksLanes: Bool
    ) {
        self.now = now
        self.random = random
        self.freeBytes = freeBytes
        self.schemaVersion = schemaVersion
        self.worksLanes = worksLanes
    }
}
