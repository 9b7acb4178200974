/// What operators read and change: counts, search, the history of an event, bulk actions.
///
/// Every answer is of one moment. Reading never waits for writers. Every method throws `StoreError`.
package protocol OutboxArchive: Sendable {
    /// The whole queue in numbers. `destinations` is the file's order; others that the store knows are `removed`.
    func status(destinations: [String], now: Timestamp) async throws -> StatusReport

    /// Deliveries that the selection means, newest event first; unrouted events too when nothing but `events`,
    /// `eventName` and `since` is asked for.
    func list(_ selection: DeliverySelection, limit: Int) async throws -> [DeliverySummary]

    /// Everything about the events that the identifier names, oldest first. Bodies of requests and responses come with
    /// the newest attempt of each delivery alone.
    func histories(of identifier: EventIdentifier) async throws -> [EventHistory]

    /// Stops a destination by name: no attempt is opened after this returns. False where the name is not known.
    func pause(destination: String, pause: Pause) async throws -> Bool

    /// Lets a destination run again. False where the name is not known.
    func resume(destination: String, by: String, why: String, at now: Timestamp) async throws -> Bool

    /// Makes a bulk change in steps of a bounded size, so that producers and workers go on meanwhile.
    ///
    /// - Parameter isPreview: counts and samples, and changes nothing.
    func change(
        _ selection: DeliverySelection, _ change: BulkChange, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult

    /// Makes deliveries at a destination, in class bulk, of events that have none there: it was added later. Nil where
    /// the destination is not known.
    ///
    /// Events that still wait for their fan-out are left to it. What was sent to the same event source for another
    /// destination, be it removed by now, and would count again is left and told as held: more than 47 hours ago,
    /// without an `event_id`, or at all where TikTok does not deduplicate. In steps of a bounded size, as `change`.
    func replay(
        _ selection: EventSelection, _ replay: LateReplay, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult?

    /// Closes, as unknown outcomes, what owners that are gone left open at destinations other than these: nobody takes
    /// those over. What the owner that lives has open stays as it is. Gives how many attempts were closed.
    func closeAbandoned(
        except destinations: Set<DestinationID>, by owner: String, at now: Timestamp
    ) async throws -> Int

    /// Asks the owners of these destinations to send without waiting for batches to fill.
    func hurry(destinations: [String], at now: Timestamp) async throws

    // MARK: Test sessions

    /// Starts a test session, from now on and for a time. Nil where the destination is not known.
    ///
    /// Several may run at one destination. The condition is not checked here.
    func startSession(
        destination: String, match: String, code: String, lasting: Duration, by: String, at now: Timestamp
    ) async throws -> TestSession?

    /// Ends a session that is running; gives it as it is then. Nil where there is none of this number.
    func stopSession(_ session: TestSessionID, by: String, at now: Timestamp) async throws -> TestSession?

    /// The sessions that are running or ended at this time or later, newest first.
    func sessions(endingSince: Timestamp) async throws -> [TestSession]

    /// Rewrites what an earlier version kept as it was written: the texts of configurations and the conditions of
    /// sessions. A function gives the text as it was where nothing is to be changed. Gives how many were changed.
    func rewriteTexts(
        configurations: @Sendable @escaping (String) -> String, matches: @Sendable @escaping (String) -> String
    ) async throws -> Int

    // MARK: Consent

    /// Notes that users withdrew their consent: no attempt is opened for an event of theirs after this returns, whoever
    /// holds it. In steps of a bounded size; gives how many are new.
    func withdrawConsent(of users: [UserDigest], by: String, why: String, at now: Timestamp) async throws -> Int

    /// Takes withdrawals back, and gives how many there were. What was skipped meanwhile can be replayed.
    func restoreConsent(of users: [UserDigest], by: String, why: String, at now: Timestamp) async throws -> Int

    /// The withdrawals in force, of all users or of these, with the newest of them.
    func withdrawals(of users: [UserDigest]?, limit: Int) async throws -> ConsentWithdrawals

    // MARK: Producers

    /// What `OutboxStore.enqueue` would find of each event, by the same rule and without writing: the event of the
    /// store that it repeats, or nil. Repeats within the list are not looked for.
    func repeats(among events: [NewEvent]) async throws -> [EnqueueOutcome?]

    /// What was rejected, of one source by name or of all; of problems that match the words, or of all.
    func rejects(source: String?, problem: String?, limit: Int) async throws -> RejectReport

    /// How the events of a destination pair with what the pixel sent, by TikTok event, the most frequent first. Nil
    /// where the destination is not known.
    ///
    /// An event or echo of the span pairs with its counterpart whether or not that is in the span too.
    func pairs(_ question: PairQuestion) async throws -> [PairCount]?

    // MARK: Configurations

    /// The names that no mapping knows, the most frequent first; of one destination by name, or of all.
    func unmappedNames(destination: String?, limit: Int) async throws -> [UnmappedName]

    /// The configurations that the store knows: what is running or ran last, then the others, newest first.
    func configurations(limit: Int) async throws -> [StoredConfiguration]

    /// The text of a configuration, without secrets; nil where there is none of this number.
    func text(of configuration: ConfigurationID) async throws -> String?

    /// Asks every running worker to take up the changed configuration; gives the number to look for answers by.
    func requestReload(by: String, at now: Timestamp) async throws -> ReloadID

    /// The requests with a higher number than this one, oldest first; nil for all.
    func reloads(after last: ReloadID?) async throws -> [ReloadRequest]

    /// Answers a request, in the name of one worker process; the first answer of each process stands.
    func answer(_ reload: ReloadID, with answer: ReloadRequest.Answer) async throws

    // MARK: What operators did

    /// Writes an action down that no other method does by itself (`golive`).
    func record(_ action: OperatorAction) async throws

    /// What operators did, newest first.
    func operatorActions(limit: Int) async throws -> [OperatorAction]
}
