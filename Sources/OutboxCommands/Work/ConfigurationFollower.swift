import Logging
import OutboxConfiguration
import OutboxCore
import OutboxDispatch
import OutboxIdentity
import ServiceLifecycle
import Synchronization

/// Takes up the changed configuration file while `serve` or `drain` runs: where `outbox reload` asks for it, in `serve`
/// on SIGHUP, and where another `serve` on this database works by it already.
///
/// All or nothing: a file with an error changes nothing, and the log and whoever asked are told the first of them.
final class ConfigurationFollower: Service {
    private struct State {
        var workplace: Workplace
        /// When its configuration was about to be read.
        var since: Timestamp
    }

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
    private let current: Mutex<State>
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
        current = Mutex(State(workplace: workplace, since: start))
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
        let archive = current.withLock(\.workplace.archive)
        let (triggers, tell) = AsyncStream.makeStream(of: Trigger.self)
        // Subscribed before the first look, so that nothing is missed in between.
        let changes = current.withLock(\.workplace.store).changes()
        tell.yield(.change)
        var last = last
        var others = OtherConfigurations()
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in self.signals.signals { tell.yield(.signal) } }
            group.addTask { for await _ in changes { tell.yield(.change) } }
            for await trigger in triggers {
                switch trigger {
                case .signal: _ = await reload(askedBy: "SIGHUP")
                case .change:
                    last = await answerRequests(after: last, archive) ?? last
                    switch others.turn(at: .now) {
                    case .now: await follow(&others, archive)
                    case .after(let time):
                        group.addTask {
                            try? await Task.sleep(for: time)
                            tell.yield(.change)
                        }
                    case .awaited: break
                    }
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

    /// Works by the file where another `serve` does so already, so that no process goes on by an older one unnoticed;
    /// of every other difference the log tells.
    private func follow(_ others: inout OtherConfigurations, _ archive: any OutboxArchive) async {
        let state = current.withLock { $0 }
        let found = await others.find(
            in: archive, besides: state.workplace.registry.configuration, of: owner, since: state.since)
        guard !found.isEmpty else { return }
        let file = try? Workplace.loadConfiguration(global).revision
        for other in found {
            if other.isOfServe, other.revision == file {
                _ = await reload(askedBy: other.owner)
                return
            }
            logger.warning(
                "another process works by another configuration: outbox reload lets all work by the file",
                metadata: [
                    "revision": "\(state.workplace.configuration.revision)", "owner": "\(other.owner)",
                    "its_revision": "\(other.revision)",
                ])
        }
    }

    private func reload(askedBy: String) async -> ReloadRequest.Answer.Result {
        let start = SystemClock.now
        do {
            let before = current.withLock(\.workplace)
            let new = try await before.reloaded(global, needed: needed)
            let configuration = new.registry.configuration
            try await take(new, configuration != before.registry.configuration)
            current.withLock { $0 = State(workplace: new, since: start) }
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
