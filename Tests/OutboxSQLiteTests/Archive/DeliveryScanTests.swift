import GRDB
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite struct DeliveryScanTests {
    /// The lines of EXPLAIN QUERY PLAN, with statistics that would mislead.
    private func plan(_ sql: String) async throws -> String {
        let bench = try await TestStore()
        try await bench.enqueue(1000)
        return try await bench.store.write { database in
            try database.execute(sql: "ANALYZE")
            let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments([])
            return try Row.fetchAll(statement).map { $0["detail"] as String }.joined(separator: "\n")
        }
    }

    private static let noFilter = DeliveryScan.EventFilter()
    private static let byName = DeliveryScan.EventFilter(eventName: "purchase", since: Timestamp(milliseconds: 0))

    private func scan(_ path: DeliveryScan.Path, _ conditions: [DeliveryCondition]) -> DeliveryScan {
        DeliveryScan(destination: 1, path: path, conditions: conditions, count: 10)
    }

    @Test(arguments: [true, false])
    func failedOnesOfAReasonAreFoundInOrderWithoutPassingOthers(isAscending: Bool) async throws {
        let scan = scan(.failed(.rejected), [DeliveryCondition(state: .failed, reasons: [.rejected])])
        #expect(
            try await plan(scan.sql(Self.noFilter, isAscending: isAscending))
                == "SEARCH d USING INDEX outbox_delivery_failed (destination=? AND reason=? AND event>? AND event<?)"
        )
    }

    @Test(arguments: [true, false])
    func theWalkAlongThePrimaryKeyIsInOrder(isAscending: Bool) async throws {
        let conditions = DeliveryCondition.all(states: [.delivered, .queued], reasons: [])
        let scan = scan(.primaryKey, conditions)
        #expect(
            try await plan(scan.sql(Self.noFilter, isAscending: isAscending))
                == "SEARCH d USING PRIMARY KEY (destination=? AND event>? AND event<?)"
        )
    }

    @Test func aFilterLooksEventsUpByTheirNumber() async throws {
        let conditions = DeliveryCondition.all(states: [.delivered], reasons: [])
        #expect(
            try await plan(scan(.primaryKey, conditions).sql(Self.byName, isAscending: true)) == """
                SEARCH d USING PRIMARY KEY (destination=? AND event>? AND event<?)
                SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
                """
        )
    }

    @Test func queuedOnesThatAreFewComeFromTheirOwnIndex() async throws {
        let conditions = DeliveryCondition.all(states: [.queued], reasons: [])
        let plan = try await plan(scan(.due, conditions).sql(Self.noFilter, isAscending: false))
        #expect(plan.hasPrefix("SEARCH d USING COVERING INDEX outbox_delivery_due (destination=?)"))
    }

    @Test func theCountersChooseTheWalks() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(10)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.store.claim(lane, limit: 8, now: bench.clock.now).deliveries
        let outcomes = claimed.enumerated().map { index, claimed in
            DeliveryOutcome(key: claimed.key, next: index < 2 ? .failed(.rejected) : .skipped(.filter))
        }
        let main = bench.main.rawValue
        let queued = DeliveryCondition.all(states: [.queued], reasons: [])
        let all = DeliveryCondition.all(states: [], reasons: [])
        let before = try await bench.store.read { try DeliveryScan.plan($0, destination: main, queued) }
        #expect(before.map(\.path) == [.primaryKey], "most are queued")
        try await bench.store.settle(outcomes, of: lane, at: bench.clock.now)
        let after = try await bench.store.read { database in
            let mixed = DeliveryCondition.all(states: [.queued, .failed, .skipped, .cancelled], reasons: [])
            return try [queued, all, mixed].map { try DeliveryScan.plan(database, destination: main, $0) }
        }
        #expect(after[0].map(\.path) == [.due])
        #expect(after[0].map(\.count) == [2])
        #expect(after[1].map(\.path) == [.primaryKey])
        #expect(after[1].map(\.count) == [10])
        #expect(Set(after[2].map(\.path)) == [.due, .failed(.rejected), .primaryKey])
        #expect(after[2].map(\.count).reduce(0, +) == 10)
    }

    @Test func aSearchByTimeBeginsShortlyBeforeIt() async throws {
        let bench = try await TestStore()
        var numbers: [EventNumber] = []
        for day in 0..<40 {
            numbers += try await bench.enqueue(50, "day \(day)")
            bench.clock.advance(by: .seconds(24 * 3600))
        }
        let since = bench.clock.now - .seconds(3600)
        let filter = try await bench.store.read { database in
            try DeliveryScan.EventFilter(DeliverySelection(since: since), database)
        }
        #expect(filter.lowest > numbers[0].rawValue + 500)
        #expect(filter.lowest <= numbers[numbers.count - 100].rawValue)
        let found = try await bench.store.list(
            DeliverySelection(since: bench.clock.now - .seconds(60 * 3600)), limit: 1000)
        #expect(found.count == 100)
    }
}
