import Logging
import OutboxConfiguration
import OutboxCore
import OutboxDispatch
import OutboxIdentity
import ServiceLifecycle
import Synchronization

/// Takes up the changed configuration file while `serve` or `drain` runs: where `outbox reload` asks for it, and in
/// `serve` on SIGHUP.
///
/// All or nothing: a file with an error changes nothing, and the log and whoever asked are told the first of them.
final class ConfigurationFollower: Service {
    private enum Trigger: Sendable {
        case signal
        case change
    }

    /// Works by another configuration from now on, or throws and goes on as before.
    ///
    /// Called also where the file is the same one, since what it refers to may have changed.
    typealias Take = @Sendable (_ new: Workplace, _ isChanged: Bool) async throws -> Void

    private let global: GlobalOptions
    private let take: Take
    private let needed: Set<SecretUse.Purpose>
    private let signals: SignalSource
    private let owner: String
    /// The newest request that was there before the configuration was read.
    private let last: ReloadID?
    private let logger: Logger
    private let current: Mutex<Workplace>
    /// By which `outbox reload` knows of this process; kept to its end.
    private let mark: FollowerMark?

    /// Begins to listen for signals.
    ///
    /// - Parameters:
    ///   - needed: what the secrets are for without which a configuration is not taken up.
    ///   - start: when the process began, before it read the configuration; what is asked for since then is answered.
    ///   - verb: what runs, as `status` shows the owner.
    ///   - signals: those that mean a reload.
    init(
        _ workplace: Workplace, _ global: GlobalOptions, needed: Set<SecretUse.Purpose>, start: Timestamp,
        verb: String = "serve", signals: Set<ProcessSignal> = [.hangUp], logger: Logger, take: @escaping Take
    ) async throws {
        last = try await workplace.archive.reloads(after: nil).last { $0.requestedAt < start }?.id
        self.global = global
        self.needed = needed
        self.take = take
        self.logger = logger
        owner = Environment.owner(verb)
        current = Mutex(workplace)
        mark = FollowerMark(database: workplace.databasePath)
        if mark == nil { logger.warning("outbox reload may not find this process: send it SIGHUP") }
        self.signals = await SignalSource(signals)
    }

    /// Follows until graceful shutdown.
    func run() async throws {
        await cancelWhenGracefulShutdown { await self.follow() }
        signals.cancel()
    }

    /// Follows while something else is done.
    func during<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value {
        let following = Task { await follow() }
        let result: Result<Value, any Error>
        do { result = .success(try await work()) } catch { result = .failure(error) }
        following.cancel()
        await following.value
        return try result.get()
    }

    private func follow() async {
        let archive = current.withLock(\.archive)
        let (triggers, tell) = AsyncStream.makeStream(of: Trigger.self)
        // Subscribed before the first look, so that nothing is missed in between.
        let changes = current.withLock(\.store).changes()
        tell.yield(.change)
        var last = last
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in self.signals.signals { tell.yield(.signal) } }
            group.addTask { for await _ in changes { tell.yield(.change) } }
            for await trigger in triggers {
                switch trigger {
                case .signal: _ = await reload(askedBy: "SIGHUP")
                case .change: last = await answerRequests(after: last, archive) ?? last
                }
            }
            group.cancelAll()
        }
    }

    /// Reloads once for all requests that came since; gives the number of the last one.
    private func answerRequests(after last: ReloadID?, _ archive: any OutboxArchive) async -> ReloadID? {
        guard let requests = try? await archive.reloads(after: last), let newest = requests.last else { return nil }
        let result = await reload(askedBy: newest.requestedBy)
        for request in requests {
            let answer = ReloadRequest.Answer(owner: owner, at: SystemClock.now, result: result)
            do { try await archive.answer(request.id, with: answer) } catch {
                logger.warning("reload was not answered", metadata: ["error": "\(error)"])
            }
        }
        return newest.id
    }

    private func reload(askedBy: String) async -> ReloadRequest.Answer.Result {
        do {
            let before = current.withLock { $0 }
            let new = try await before.reloaded(global, needed: needed)
            let configuration = new.registry.configuration
            try await take(new, configuration != before.registry.configuration)
            current.withLock { $0 = new }
            logger.notice(
                "configuration reloaded",
                metadata: ["revision": "\(new.configuration.revision)", "asked_by": "\(askedBy)"])
            return .taken(configuration)
        } catch {
            let message = (error as? CommandFailure)?.message ?? "\(error)"
            // It can quote the file, and is kept and logged.
            let problem = PersonalDataScanner().scrub(message)?.text ?? message
            logger.error(
                "configuration not reloaded, the old one stays",
                metadata: ["problem": "\(problem)", "asked_by": "\(askedBy)"])
            return .refused(problem)
        }
    }
}
