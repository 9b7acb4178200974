import GRDB
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite("Signals of change", .timeLimit(.minutes(1)))
struct ChangesTests {
    @Test("An enqueue in this process is signalled")
    func own() async throws {
        let bench = try await TestStore()
        var changes = bench.store.changes().makeAsyncIterator()
        try await bench.enqueue(1)
        #expect(await changes.next() != nil)
    }

    @Test("Commits of another process are signalled long before the 5 seconds")
    func foreign() async throws {
        let bench = try await TestStore()
        let other = try bench.anotherProcess()
        var changes = bench.store.changes().makeAsyncIterator()
        for turn in 0..<20 {
            let began = ContinuousClock.now
            _ = try await other.enqueue([bench.event("e-\(turn)")], fanOut: bench.toMain)
            #expect(await changes.next() != nil)
            #expect(ContinuousClock.now - began < .seconds(3))
        }
    }

    @Test("Closings of this process are not signalled as changes of others")
    func ownClosings() async throws {
        let bench = try await TestStore()
        let feed = bench.store.changes()
        var changes = feed.makeAsyncIterator()
        try await bench.enqueue(50)
        #expect(await changes.next() != nil)
        let lane = try await bench.takeOver().lane
        for _ in 0..<50 { try await bench.store.keep(rate: 3, tokenDigest: nil, of: lane) }
        // The next signal is the one for this enqueue.
        let marker = ContinuousClock.now
        try await bench.enqueue(1, "marker")
        #expect(await changes.next() != nil)
        #expect(ContinuousClock.now - marker < .seconds(4))
    }

    @Test("Signals end with the store")
    func end() async throws {
        let bench = try await TestStore()
        var changes = bench.store.changes().makeAsyncIterator()
        bench.store.close()
        while await changes.next() != nil {}
        var late = bench.store.changes().makeAsyncIterator()
        #expect(await late.next() == nil)
    }
}
