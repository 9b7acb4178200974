/// What the database says of a lane besides its deliveries.
package struct LaneStatus: Sendable, Hashable {
    /// The pause in force, if any.
    package var pause: Pause?
    /// The rate in requests a second that rate-limit answers left, or nil for the configured one.
    package var rate: Double?
    /// The first 8 bytes of the token's SHA-256 in hexadecimal digits, as last seen by a worker.
    package var tokenDigest: String?
    /// When somebody last asked the owner to send without waiting for batches to fill (`drain` beside `serve`).
    package var hurryRequestedAt: Timestamp?
    /// Time this destination spent paused, all told; such time does not count against a retry limit.
    package var pausedMilliseconds: Int64
    /// How far the wall clock jumped ahead while the lane was worked, all told; such time does not count either.
    package var skippedMilliseconds: Int64

    /// Makes a status.
    package init(
        pause: Pause? = nil, rate: Double? = nil, tokenDigest: String? = nil, hurryRequestedAt: Timestamp? = nil,
        pausedMilliseconds: Int64 = 0, skippedMilliseconds: Int64 = 0
    ) {
        self.pause = pause
        self.rate = rate
        self.tokenDigest = tokenDigest
        self.hurryRequestedAt = hurryRequestedAt
        self.pausedMilliseconds = pausedMilliseconds
        self.skippedMilliseconds = skippedMilliseconds
    }
}
