import DequeModule
import OutboxCore

/// The jobs that wait for the writer, bounded for those that may be refused.
struct WriteQueue {
    /// Why nothing is taken any more.
    enum End {
        case closed
        case failed(StoreError)

        /// What callers are told.
        var error: StoreError {
            switch self {
            case .closed: .closed
            case .failed(let error): error
            }
        }
    }

    /// How many rows may wait, and how many bytes.
    let (bound, byteBound): (Int, Int)
    private var jobs = Deque<WriteJob>()
    private(set) var waitingRows = 0
    private(set) var waitingBytes = 0
    private(set) var end: End?
    private var isRunning = false

    /// An empty queue.
    init(bound: Int, byteBound: Int) {
        (self.bound, self.byteBound) = (bound, byteBound)
    }

    /// Puts a job at the end.
    ///
    /// - Parameter mayRefuse: whether the bounds hold for it. A job that alone is larger than one is taken when nothing
    ///   waits.
    /// - Returns: whether the writer has to be started.
    mutating func append(_ job: WriteJob, mayRefuse: Bool) throws(StoreError) -> Bool {
        if let end { throw end.error }
        let isBeyond = waitingRows + job.rows > bound || waitingBytes + job.bytes > byteBound
        if mayRefuse, waitingRows > 0, isBeyond { throw .busy }
        jobs.append(job)
        waitingRows += job.rows
        waitingBytes += job.bytes
        defer { isRunning = true }
        return !isRunning
    }

    /// Takes the first job.
    ///
    /// Where there is none, the writer has to be started for the next one.
    mutating func takeFirst() -> WriteJob? {
        let job = takeNext()
        if job == nil { isRunning = false }
        return job
    }

    /// Takes the first job for a transaction that has begun, where there is one.
    ///
    /// The queue lets go of it: under a steady load something always waits.
    mutating func takeNext() -> WriteJob? {
        guard let job = jobs.popFirst() else { return nil }
        waitingRows -= job.rows
        waitingBytes -= job.bytes
        return job
    }

    /// Takes everything that waits.
    mutating func takeAll() -> [WriteJob] {
        defer {
            jobs.removeAll()
            (waitingRows, waitingBytes) = (0, 0)
        }
        return Array(jobs)
    }

    /// Takes nothing more.
    mutating func close(_ reason: End) {
        if end == nil { end = reason }
    }
}
