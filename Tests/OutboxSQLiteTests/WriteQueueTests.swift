import OutboxCore
import Testing

@testable import OutboxSQLite

@Suite("The queue before the writer")
struct WriteQueueTests {
    private func job(rows: Int, bytes: Int = 0) -> WriteJob {
        WriteJob(rows: rows, bytes: bytes, work: { _ in { _ in } }, fail: { _ in })
    }

    @Test("Jobs leave in their order")
    func order() throws {
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        for rows in 1...3 { _ = try queue.append(job(rows: rows), mayRefuse: true) }
        #expect(queue.takeFirst()?.rows == 1)
        #expect(queue.takeNext()?.rows == 2)
        #expect(queue.takeNext()?.rows == 3)
        #expect(queue.takeNext() == nil)
        #expect(queue.waitingRows == 0)
    }

    @Test("A job that was taken is let go of, also while others wait without end")
    func letsGo() throws {
        /// What a job holds on to.
        final class Events: Sendable {}
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        weak var events: Events?
        func append() throws {
            let held = Events()
            events = held
            let job = WriteJob(rows: 1, bytes: 0, work: { _ in { _ in _ = held } }, fail: { _ in _ = held })
            _ = try queue.append(job, mayRefuse: true)
        }
        try append()
        _ = try queue.append(job(rows: 2), mayRefuse: true)
        #expect(events != nil)
        #expect(queue.takeFirst()?.rows == 1)
        #expect(queue.waitingRows == 2)
        #expect(events == nil)
    }

    @Test("Beyond the bound producers are refused, workers are not")
    func bound() throws {
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        _ = try queue.append(job(rows: 60), mayRefuse: true)
        #expect(throws: StoreError.busy) { try queue.append(job(rows: 41), mayRefuse: true) }
        _ = try queue.append(job(rows: 41), mayRefuse: false)
        #expect(throws: StoreError.busy) { try queue.append(job(rows: 1), mayRefuse: true) }
        _ = queue.takeFirst()
        _ = try queue.append(job(rows: 59), mayRefuse: true)
        #expect(queue.waitingRows == 100)
    }

    @Test("Few rows of many bytes are refused as well, until their bytes have left")
    func byteBound() throws {
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        _ = try queue.append(job(rows: 1, bytes: 600), mayRefuse: true)
        #expect(throws: StoreError.busy) { try queue.append(job(rows: 1, bytes: 401), mayRefuse: true) }
        _ = try queue.append(job(rows: 1, bytes: 400), mayRefuse: true)
        _ = try queue.append(job(rows: 1, bytes: 400), mayRefuse: false)
        _ = queue.takeFirst()
        _ = try queue.append(job(rows: 1, bytes: 200), mayRefuse: true)
        #expect(queue.waitingBytes == 1000)
        _ = queue.takeAll()
        #expect(queue.waitingBytes == 0)
    }

    @Test("A job larger than a bound is taken when nothing waits", arguments: [(1000, 0), (1, 5000)])
    func largeJob(_ rows: Int, _ bytes: Int) throws {
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        _ = try queue.append(job(rows: rows, bytes: bytes), mayRefuse: true)
        #expect(queue.takeFirst()?.rows == rows)
    }

    @Test("The writer is started for the first job, and again once it found nothing")
    func starting() throws {
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        #expect(try queue.append(job(rows: 1), mayRefuse: true))
        #expect(try !queue.append(job(rows: 1), mayRefuse: true))
        _ = queue.takeFirst()
        _ = queue.takeNext()
        #expect(queue.takeNext() == nil)
        #expect(try !queue.append(job(rows: 1), mayRefuse: true))
        _ = queue.takeFirst()
        #expect(queue.takeFirst() == nil)
        #expect(try queue.append(job(rows: 1), mayRefuse: true))
    }

    @Test("After the end nothing is taken, for the first reason given")
    func end() throws {
        var queue = WriteQueue(bound: 100, byteBound: 1000)
        _ = try queue.append(job(rows: 1), mayRefuse: true)
        let failure = StoreError.inputOutput(path: "x", detail: "fsync")
        queue.close(.failed(failure))
        queue.close(.closed)
        #expect(throws: failure) { try queue.append(job(rows: 1), mayRefuse: false) }
        #expect(queue.takeAll().count == 1)
        #expect(queue.waitingRows == 0)
    }
}
