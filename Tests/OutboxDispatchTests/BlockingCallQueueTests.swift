import OutboxDispatch
import Synchronization
import Testing

@Suite struct BlockingCallQueueTests {
    private struct Refusal: Error, Equatable {}

    private final class Log: Sendable {
        let entries = Mutex<[Int]>([])
    }

    private let queue = BlockingCallQueue(label: "blocking")

    @Test func givesWhatTheClosureReturns() async {
        #expect(await queue.run { 42 } == 42)
    }

    @Test func throwsWhatTheClosureThrows() async {
        await #expect(throws: Refusal.self) {
            try await queue.run { () throws -> Int in throw Refusal() }
        }
    }

    @Test func callsNeverOverlap() async {
        let busy = Log()
        await withTaskGroup { group in
            for number in 0..<200 {
                group.addTask {
                    await queue.run {
                        busy.entries.withLock { #expect($0.isEmpty) }
                        busy.entries.withLock { $0.append(number) }
                        busy.entries.withLock { _ = $0.popLast() }
                    }
                }
            }
        }
        #expect(busy.entries.withLock { $0.isEmpty })
    }

    @Test func aCallUnderWayOutlivesItsTask() async {
        let task = Task { await queue.run { 7 } }
        task.cancel()
        #expect(await task.value == 7)
    }
}
