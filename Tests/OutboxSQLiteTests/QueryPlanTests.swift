import GRDB
import OutboxCore
import Testing

@testable import OutboxSQLite

@Suite("Query plans")
struct QueryPlanTests {
    /// The lines of EXPLAIN QUERY PLAN, with a thousand events there and statistics that would mislead.
    private func plan(_ sql: String) async throws -> String {
        let bench = try await TestStore()
        try await bench.enqueue(1000)
        return try await bench.store.write { database in
            try database.execute(sql: "ANALYZE")
            let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
            statement.setUncheckedArguments([])
            let rows = try Row.fetchAll(statement)
            return rows.map { $0["detail"] as String }.joined(separator: "\n")
        }
    }

    @Test("What is due is found in the index alone, from the cursor on, in order")
    func dueScan() async throws {
        let plan = try await plan(DueScan.sql)
        #expect(
            plan == """
                SEARCH outbox_delivery USING COVERING INDEX outbox_delivery_due \
                (destination=? AND class=? AND (due_at,event)>(?,?))
                """
        )
    }

    @Test("A claimed delivery is read by its keys")
    func claimReader() async throws {
        let plan = try await plan(ClaimReader.sql)
        #expect(
            plan == """
                SEARCH d USING PRIMARY KEY (destination=? AND event=?)
                SEARCH e USING INTEGER PRIMARY KEY (rowid=?)
                SEARCH b USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
                SEARCH s USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN
                CORRELATED SCALAR SUBQUERY 1
                SEARCH t USING INDEX outbox_delivery_twin (sent_event_id=?)
                """
        )
    }

    @Test(
        "No statement of the loops walks a table",
        arguments: [
            EventInserter.SQL.findByKey, EventInserter.SQL.findByProducerID,
            EventInserter.SQL.findTwinByProducerID, TwinReader.sql, OutcomeWriter.SQL.update,
            SessionReader.ofDestination, WithdrawalLookup.find,
            UnknownOutcomes.SQL.findOpenAttempts, UnknownOutcomes.SQL.findMember, AttemptWriter.SQL.close,
            RejectWriter.SQL.count, RejectWriter.SQL.keep, RejectWriter.SQL.addToProblem,
            RejectWriter.SQL.insertProblem, EchoSQL.insert, FanOutWriter.sql,
            PairReader.SQL.deliveries, PairReader.SQL.findEchoes, PairReader.SQL.echoes, PairReader.SQL.findEvents,
            PairReader.SQL.findRenamed, PairReader.SQL.undecided,
        ])
    func noScan(sql: String) async throws {
        let plan = try await plan(sql)
        #expect(!plan.contains("SCAN"), "\(plan)")
        let maySort = [TwinReader.sql, SessionReader.ofDestination].contains(sql)
        #expect(!plan.contains("TEMP B-TREE") || maySort, "\(plan)")
    }
}
