import GRDB
import Glibc
import OutboxCore
import Synchronization

/// Puts everything that waits while the writer is busy into one transaction, so that callers share a sync of the disk.
///
/// Each job is on its own: what it wrote is taken back when it fails, and the others stay. If the commit fails, all
/// fail. After the disk failed, nothing more is taken.
final class GroupCommitter: Sendable {
    /// The bounds of one transaction; the job that crosses one is its last.
    enum Bound {
        static let rows = 2_000
        static let bytes = 4 << 20
        static let work: Duration = .milliseconds(5)
    }

    /// How many rows may wait before `mayRefuse` jobs are refused, and how many bytes.
    static let queueBound = 10_000
    static let queueByteBound = 32 << 20

    private let path: String
    private let end: TransactionEnd
    private let database: DatabaseQueue
    private let queue = Mutex(
        WriteQueue(bound: GroupCommitter.queueBound, byteBound: GroupCommitter.queueByteBound))
    private let pace = Mutex(WritePace())
    private let commits = Mutex(CommitStatistics())
    private let didCommit: @Sendable (Database) -> StoreError?
    /// The first error of the disk, or of the file, that does not pass by itself; for one listener.
    let failures: AsyncStream<StoreError>
    private let tellFailure: AsyncStream<StoreError>.Continuation

    /// Writes to a connection that nothing else writes to.
    ///
    /// - Parameter didCommit: runs on the connection's queue after every commit; an error it gives stops the writer.
    init(
        path: String, database: DatabaseQueue, end: TransactionEnd = .commit,
        didCommit: @escaping @Sendable (Database) -> StoreError?
    ) {
        self.path = path
        self.end = end
        self.database = database
        self.didCommit = didCommit
        (failures, tellFailure) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Runs a function in a transaction that it may share with others, and returns when that is on disk.
    ///
    /// - Parameters:
    ///   - rows: about how many rows it writes.
    ///   - bytes: about how many bytes it writes.
    ///   - mayRefuse: whether it is refused with `StoreError.busy` when too much waits.
    func write<Value: Sendable>(
        rows: Int, bytes: Int = 0, mayRefuse: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let result: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            let job = WriteJob(rows: rows, bytes: bytes) { database in
                let value = try body(database)
                return { error in continuation.resume(returning: error.map { .failure($0) } ?? .success(value)) }
            } fail: { error in
                continuation.resume(returning: .failure(error))
            }
            submit(job, mayRefuse: mayRefuse)
        }
        return try result.get()
    }

    /// About how many rows wait for the writer.
    var waitingRows: Int { queue.withLock { $0.waitingRows } }

    /// Takes the longest time that a commit took since this was last asked, checkpoints by the writer included.
    func takeLongestCommit() -> Duration {
        commits.withLock { $0.takeLongest() }
    }

    /// Takes nothing more and answers everybody with this error.
    func stop(with error: StoreError) {
        let waiting = queue.withLock { queue in
            queue.close(.failed(error))
            return queue.takeAll()
        }
        fail(waiting, with: error)
        tellFailure.yield(error)
        tellFailure.finish()
    }

    /// Finishes what waits, takes nothing more, and closes the connection.
    ///
    /// Blocks meanwhile.
    func close() {
        queue.withLock { $0.close(.closed) }
        database.writeWithoutTransaction { database in
            while runNext(on: database) {}
        }
        try? database.close()
        tellFailure.finish()
    }

    private func submit(_ job: WriteJob, mayRefuse: Bool) {
        do {
            let starts = try queue.withLock { queue throws(StoreError) in
                try queue.append(job, mayRefuse: mayRefuse)
            }
            if starts { start() }
        } catch {
            job.fail(error)
        }
    }

    /// Lets the connection run transactions, one in a turn, so that others who use its queue are not kept out.
    private func start() {
        database.asyncWriteWithoutTransaction { database in
            if self.runNext(on: database) { self.start() }
        }
    }

    // MARK: On the connection's queue

    /// Runs one transaction with what waits; false where nothing does.
    private func runNext(on database: Database) -> Bool {
        guard let job = queue.withLock({ $0.takeFirst() }) else { return false }
        let wait = pace.withLock { $0.wait(at: .now) }
        if wait > .zero { usleep(UInt32(wait / .microseconds(1))) }
        let began = ContinuousClock.now
        runTransaction(startingWith: job, on: database)
        pace.withLock { $0.held(from: began, to: .now) }
        return true
    }

    private func runTransaction(startingWith first: WriteJob, on database: Database) {
        do {
            try database.beginTransaction(.immediate)
        } catch {
            // Whoever waits behind would wait for the same lock, or the same disk.
            fail([first] + queue.withLock { $0.takeAll() }, with: note(error))
            return
        }
        let done = runJobs(startingWith: first, on: database)
        if !done.isEmpty { commit(done, on: database) }
    }

    /// Runs jobs up to the bounds, and gives what to call after the commit; none, when the transaction is over already.
    private func runJobs(startingWith first: WriteJob, on database: Database) -> [WriteJob.Completion] {
        var done: [WriteJob.Completion] = []
        var (rows, bytes) = (0, 0)
        let began = ContinuousClock.now
        var next: WriteJob? = first
        while let job = next {
            do {
                done.append(try runJob(job, on: database, hasCompany: !done.isEmpty))
                rows += job.rows
                bytes += job.bytes
            } catch {
                let error = note(error)
                job.fail(error)
                guard database.isInsideTransaction else {
                    // Nothing was there to be kept, or SQLite had to take back the whole transaction.
                    for completion in done { completion(error) }
                    return []
                }
            }
            let isFull = rows >= Bound.rows || bytes >= Bound.bytes || ContinuousClock.now - began >= Bound.work
            next = isFull ? nil : queue.withLock { $0.takeNext() }
        }
        return done
    }

    /// Runs one job.
    ///
    /// What it wrote is taken back when it fails: alone, where there is something of others to be kept.
    private func runJob(_ job: WriteJob, on database: Database, hasCompany: Bool) throws -> WriteJob.Completion {
        do {
            if hasCompany { try PreparedStatement(database, "SAVEPOINT outbox_job").run() }
            let completion = try job.work(database)
            if hasCompany { try PreparedStatement(database, "RELEASE outbox_job").run() }
            return completion
        } catch {
            do {
                guard hasCompany, database.isInsideTransaction else { throw error }
                try PreparedStatement(database, "ROLLBACK TO outbox_job").run()
                try PreparedStatement(database, "RELEASE outbox_job").run()
            } catch {
                try? database.rollback()
                throw error
            }
            throw error
        }
    }

    private func commit(_ done: [WriteJob.Completion], on database: Database) {
        do {
            let began = ContinuousClock.now
            if end == .rollBack { try database.rollback() } else { try database.commit() }
            let failure = end == .rollBack ? nil : didCommit(database)
            commits.withLock { $0.note(ContinuousClock.now - began) }
            for completion in done { completion(nil) }
            if let failure { stop(with: failure) }
        } catch {
            let error = note(error)
            try? database.rollback()
            for completion in done { completion(error) }
        }
    }

    // MARK: Errors

    private func fail(_ jobs: [WriteJob], with error: StoreError) {
        for job in jobs { job.fail(error) }
    }

    /// The error as callers see it; after one of the disk nothing more is taken. One of the file is told besides, and
    /// writes that do not meet it go on: what is on its way may still be noted.
    private func note(_ error: any Error) -> StoreError {
        let told = StoreError(error, path: path)
        if told.isDiskFailure { stop(with: told) } else if StoreError.isOfTheFile(error) { tellFailure.yield(told) }
        return told
    }
}
