import OutboxCore
import OutboxSQLite

// What is passed on as it is.
extension SabotagedStore {
    func putInForce(_ configuration: ConfigurationID, by owner: String, at now: Timestamp) async throws {
        try await base.putInForce(configuration, by: owner, at: now)
    }

    func twins(_ questions: [TwinQuestion], of lane: Lane) async throws -> [EventNumber: [ClaimedDelivery.Twin]] {
        try await base.twins(questions, of: lane)
    }

    func replay(
        _ selection: EventSelection, _ replay: LateReplay, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult? {
        try await base.replay(selection, replay, isPreview: isPreview, by: by, why: why, now: now)
    }

    func startSession(
        destination: String, match: String, code: String, lasting: Duration, by: String, at now: Timestamp
    ) async throws -> TestSession? {
        try await base.startSession(
            destination: destination, match: match, code: code, lasting: lasting, by: by, at: now)
    }

    func stopSession(_ session: TestSessionID, by: String, at now: Timestamp) async throws -> TestSession? {
        try await base.stopSession(session, by: by, at: now)
    }

    func sessions(endingSince: Timestamp) async throws -> [TestSession] {
        try await base.sessions(endingSince: endingSince)
    }

    func withdrawConsent(of users: [UserDigest], by: String, why: String, at now: Timestamp) async throws -> Int {
        try await base.withdrawConsent(of: users, by: by, why: why, at: now)
    }

    func restoreConsent(of users: [UserDigest], by: String, why: String, at now: Timestamp) async throws -> Int {
        try await base.restoreConsent(of: users, by: by, why: why, at: now)
    }

    func withdrawals(of users: [UserDigest]?, limit: Int) async throws -> ConsentWithdrawals {
        try await base.withdrawals(of: users, limit: limit)
    }

    func record(_ rejects: [RejectedEvents]) async throws {
        try await base.record(rejects)
    }

    func record(_ echoes: [PixelEcho], forgettingBefore oldest: Timestamp) async throws -> Int {
        try await base.record(echoes, forgettingBefore: oldest)
    }

    func rejects(source: String?, problem: String?, limit: Int) async throws -> RejectReport {
        try await base.rejects(source: source, problem: problem, limit: limit)
    }

    func repeats(among events: [NewEvent]) async throws -> [EnqueueOutcome?] {
        try await base.repeats(among: events)
    }

    func pairs(_ question: PairQuestion) async throws -> [PairCount]? {
        try await base.pairs(question)
    }

    func unmappedNames(destination: String?, limit: Int) async throws -> [UnmappedName] {
        try await base.unmappedNames(destination: destination, limit: limit)
    }

    func configurations(limit: Int) async throws -> [StoredConfiguration] {
        try await base.configurations(limit: limit)
    }

    func text(of configuration: ConfigurationID) async throws -> String? {
        try await base.text(of: configuration)
    }

    func rewriteTexts(
        configurations: @Sendable @escaping (String) -> String, matches: @Sendable @escaping (String) -> String
    ) async throws -> Int {
        try await base.rewriteTexts(configurations: configurations, matches: matches)
    }

    func requestReload(by: String, at now: Timestamp) async throws -> ReloadID {
        try await base.requestReload(by: by, at: now)
    }

    func reloads(after last: ReloadID?) async throws -> [ReloadRequest] {
        try await base.reloads(after: last)
    }

    func answer(_ reload: ReloadID, with answer: ReloadRequest.Answer) async throws {
        try await base.answer(reload, with: answer)
    }

    func record(_ action: OperatorAction) async throws {
        try await base.record(action)
    }

    func operatorActions(limit: Int) async throws -> [OperatorAction] {
        try await base.operatorActions(limit: limit)
    }
}
