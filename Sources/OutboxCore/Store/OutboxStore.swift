/// What producers and workers write: enqueue, fan out, take over a lane, claim, open, close.
///
/// Every write is one transaction, synced to disk before the call returns. Calls may come from any task; those that
/// wait at the same time share a transaction, and each succeeds or fails on its own. Every method throws `StoreError`.
package protocol OutboxStore: Sendable {
    /// Makes the names of a configuration known and gives their numbers; keeps the text if it is new.
    func register(_ registration: Registration, at now: Timestamp) async throws -> Registry

    /// Keeps events, and makes their deliveries where the fan-out is at hand; without it they wait for `fanOut`.
    ///
    /// - Returns: one outcome an event, in their order. All of them are on disk.
    func enqueue(_ events: [NewEvent], fanOut: FanOut?) async throws -> [EnqueueOutcome]

    /// Makes the deliveries of events that were enqueued without a fan-out, oldest first. Those of a source that the
    /// fan-out does not have stay as they are, and cost nothing.
    ///
    /// - Returns: how many events it did; fewer than `limit` means none is left.
    func fanOut(_ fanOut: FanOut, limit: Int, now: Timestamp) async throws -> Int

    /// Counts rejects, and keeps the last 1,000 of each source.
    ///
    /// What the newest hold is stored as it is: it was masked before.
    func record(_ rejects: [RejectedEvents]) async throws

    /// Keeps what pixels sent. An echo that is there already stays as it is; what was seen before `oldest`, and the
    /// oldest where there are too many, is forgotten, some of it with each call.
    ///
    /// - Returns: how many are new.
    func record(_ echoes: [PixelEcho], forgettingBefore oldest: Timestamp) async throws -> Int

    /// Writes something that leaves no trace, and throws where that fails: whether the database takes writes again.
    func checkWriting() async throws

    /// Becomes the owner of a lane: the epoch grows, and each open attempt of an earlier epoch is closed as an unknown
    /// outcome. Throws `StoreError.laneOwned` while another process is the owner.
    func takeOver(_ request: TakeOverRequest) async throws -> TakeOver

    /// Gives a lane back in good order; what was claimed and not opened is simply due again.
    func giveBack(_ lane: Lane, at now: Timestamp) async throws

    /// Gives the owner up to `limit` due deliveries that it does not hold yet. Nothing is written: what is held is
    /// forgotten with the owner.
    func claim(_ lane: Lane, limit: Int, now: Timestamp) async throws -> Claim

    /// Finds, for each question, the other events that may have arrived as the same TikTok event: at each event source
    /// the newest one, and the oldest of those given up, sent by this lane, or by any destination, also a removed one,
    /// to the event source asked for.
    ///
    /// What was validated under a test code counts for nothing and is left out. Events without any are left out too.
    func twins(_ questions: [TwinQuestion], of lane: Lane) async throws -> [EventNumber: [ClaimedDelivery.Twin]]

    /// Lets go of claimed deliveries without a write; they may be claimed again.
    func release(_ events: [EventNumber], of lane: Lane) async

    /// Puts a request on record before it leaves.
    ///
    /// A member that an operator changed since it was claimed, or whose user withdrew their consent, is told as
    /// changed; one that names another user who did is told as withdrawn.
    func open(_ opening: AttemptOpening) async throws -> OpeningResult

    /// Says that an attempt opened with `isBeforeDeciding` is decided: the members named in `settled` leave it with
    /// their outcomes, and the rest, which keeps its order, is about to be sent.
    ///
    /// - Parameters:
    ///   - sendings: what each of the rest leaves as.
    ///   - mappedUsers: as in `AttemptOpening`.
    /// - Returns: members of the rest whose users withdrew their consent, or who name one who did, and when. Where
    ///   there are any, nothing was written: say it again with them settled.
    func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sendings: [Sending],
        mappedUsers: [EventNumber: [UserDigest]], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp]

    /// Records an answer, the outcomes of all members and the changes of state as one transaction. The members are no
    /// longer held.
    func close(_ closing: AttemptClosing) async throws

    /// Records outcomes of claimed deliveries that no attempt was made for (skipped, invalid, held). A delivery that
    /// somebody changed since the claim stays as it is. None is held afterwards.
    func settle(_ outcomes: [DeliveryOutcome], of lane: Lane, at now: Timestamp) async throws

    /// Keeps the lane's rate and the digest of the token in use; a nil rate means the configured one.
    func keep(rate: Double?, tokenDigest: String?, of lane: Lane) async throws

    /// Keeps how far the wall clock jumped ahead while the lane was worked, all told.
    func keep(skippedMilliseconds: Int64, of lane: Lane) async throws

    /// Notes that a worker process works by a configuration from now on.
    func putInForce(_ configuration: ConfigurationID, by owner: String, at now: Timestamp) async throws

    /// Stops a lane from within (credentials, configuration), or lets it run again (`nil`).
    func setPause(_ pause: Pause?, of lane: Lane, at now: Timestamp) async throws

    /// Signals that something may have become due or changed: an enqueue in this process, a commit of another process,
    /// and besides every 5 seconds. Signals that nobody awaited are merged.
    func changes() -> AsyncStream<Void>
}
