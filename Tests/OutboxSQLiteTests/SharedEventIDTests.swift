import GRDB
import GRDBSQLite
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

/// Whoever sends thousands of events under one `event_id` must not slow the others down: what one event costs does not
/// grow with them. Counted in steps of SQLite's virtual machine, so that no other work disturbs it.
@Suite("Events that share an event_id", .timeLimit(.minutes(5)))
struct SharedEventIDTests {
    /// So many events of one `event_id` and of different names, all sent if asked for.
    private func bench(_ count: Int, sentAs name: ((Int) -> String)? = nil) async throws -> (TestStore, Lane) {
        let bench = try await TestStore()
        let lane = try await bench.takeOver().lane
        let events = (0..<count).map { bench.event("same", name: "n\($0)") }
        _ = try await bench.store.enqueue(events, fanOut: bench.toMain)
        guard let name else { return (bench, lane) }
        let claimed = try await bench.store.claim(lane, limit: count, now: bench.clock.now).deliveries
        guard case .opened(let attempt) = try await bench.store.open(bench.opening(claimed, of: lane)) else {
            throw StoreError.closed
        }
        let outcomes = claimed.enumerated().map { index, delivery in
            var outcome = DeliveryOutcome(
                key: delivery.key, next: .delivered(nil), tiktokEvent: name(index), sentEventID: "same")
            outcome.mayHaveArrived = true
            return outcome
        }
        try await bench.store.close(
            AttemptClosing(
                lane: lane, attempt: attempt, closedAt: bench.clock.now, answer: Answer(.delivered),
                outcomes: outcomes))
        return (bench, lane)
    }

    /// The steps of all statements of a connection since the last call.
    private static func takeSteps(_ database: Database) -> Int {
        var steps = 0
        var statement = sqlite3_next_stmt(database.sqliteConnection, nil)
        while let current = statement {
            steps += Int(sqlite3_stmt_status(current, SQLITE_STMTSTATUS_VM_STEP, 1))
            statement = sqlite3_next_stmt(database.sqliteConnection, current)
        }
        return steps
    }

    @Test(
        "Another one is kept at a cost that does not grow with them",
        arguments: [nil, "same", "p", "last"] as [String?])
    func enqueue(_ producerID: String?) async throws {
        func steps(_ count: Int) async throws -> Int {
            let (bench, _) = try await bench(count)
            let (event, fanOut) = (bench.event("same", producerID: producerID, name: "last"), bench.toMain)
            return try await bench.store.write { database in
                _ = Self.takeSteps(database)
                let outcomes = try EventInserter.insert([event], fanOut: fanOut, into: database)
                #expect(outcomes == [.accepted(EventNumber(Int64(count) + 1))])
                return Self.takeSteps(database)
            }
        }
        let (few, many) = (try await steps(10), try await steps(1000))
        #expect(few > 0 && many <= few + 20, "\(few) steps beside 10, \(many) beside 1,000")
    }

    @Test("A repeat by the producer's id is found at a cost that does not grow with them")
    func repeated() async throws {
        func steps(_ count: Int) async throws -> Int {
            let (bench, _) = try await bench(count)
            _ = try await bench.store.enqueue(
                [bench.event("same", producerID: "same", name: "first")], fanOut: bench.toMain)
            let event = bench.event("same", producerID: "same", name: "again")
            return try await bench.store.write { database in
                _ = Self.takeSteps(database)
                let outcomes = try EventInserter.insert([event], fanOut: nil, into: database)
                #expect(outcomes == [.duplicate(EventNumber(Int64(count) + 1), differs: false)])
                return Self.takeSteps(database)
            }
        }
        let (few, many) = (try await steps(10), try await steps(1000))
        #expect(few > 0 && many <= few + 20, "\(few) steps beside 10, \(many) beside 1,000")
    }

    @Test("One is claimed, and its twin found, at a cost that does not grow with them")
    func claim() async throws {
        func steps(_ count: Int) async throws -> Int {
            let (bench, lane) = try await bench(count) { "Custom\($0)" }
            let (now, main) = (bench.clock.now, bench.main)
            let number = try await bench.store.enqueue([bench.event("same", name: "last")], fanOut: bench.toMain)[0]
                .number
            let question = TwinQuestion(event: number, tiktokEvent: "Custom7", sentEventID: "same")
            #expect(try await bench.store.twins([question], of: lane)[number]?.map(\.event.rawValue) == [8])
            return try await bench.store.read { database in
                var reader = try ClaimReader(database, destination: main)
                let twins = try TwinReader(database, destination: main)
                _ = Self.takeSteps(database)
                let place = HeldClaims.Cursor(dueAt: now, event: number)
                #expect(try reader.read(place, in: .live)?.hasTwins == true)
                #expect(try twins.twins(question).count == 1)
                return Self.takeSteps(database)
            }
        }
        let (few, many) = (try await steps(10), try await steps(1000))
        #expect(few > 0 && many <= few + 20, "\(few) steps beside 10, \(many) beside 1,000")
    }
}
