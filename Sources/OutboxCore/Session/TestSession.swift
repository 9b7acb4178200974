/// A time during which the events of a tester carry a test code of their own at one destination.
///
/// It ends by itself. An event belongs to it by its time of receipt, so that what is sent or retried after the end
/// still carries the code: a tester's purchase never counts as a real one because it was late.
package struct TestSession: Sendable, Hashable {
    /// How long after its end a worker still knows a session: the longest age of an event that TikTok takes (offline:
    /// 28 days).
    package static let memory: Duration = .seconds(28 * 86_400)

    /// Its number in the store.
    package var id: TestSessionID
    /// The destination's name in the configuration.
    package var destination: String
    /// Which events belong to it: the YAML text of a condition, such as `user.id: "1042"`.
    package var match: String
    /// The `test_event_code` that they carry.
    package var code: String
    /// When it began; events received earlier do not belong to it.
    package var startedAt: Timestamp
    /// When it ends, or has ended, by itself.
    package var endsAt: Timestamp
    /// When an operator stopped it before that.
    package var stoppedAt: Timestamp?
    /// The login name of who started it.
    package var startedBy: String

    /// Makes a session.
    package init(
        id: TestSessionID, destination: String, match: String, code: String, startedAt: Timestamp, endsAt: Timestamp,
        stoppedAt: Timestamp? = nil, startedBy: String
    ) {
        self.id = id
        self.destination = destination
        self.match = match
        self.code = code
        self.startedAt = startedAt
        self.endsAt = endsAt
        self.stoppedAt = stoppedAt
        self.startedBy = startedBy
    }

    /// When it is over: its own end, or the operator's.
    package var end: Timestamp { stoppedAt.map { min($0, endsAt) } ?? endsAt }

    /// Whether it is running at a time.
    package func isRunning(at now: Timestamp) -> Bool { covers(now) }

    /// Whether an event that was received at a time came during the session.
    package func covers(_ receivedAt: Timestamp) -> Bool { startedAt <= receivedAt && receivedAt < end }
}
