import GRDB
import OutboxCore
import OutboxTestSupport
import Testing

@testable import OutboxSQLite

@Suite struct SQLiteStoreArchiveTests {
    private struct Action: Equatable {
        var by: String
        var verb: String
        var subject: String
        var why: String
        var changed: Int
    }

    private func actions(_ bench: TestStore) async throws -> [Action] {
        try await bench.store.read { database in
            try Row.fetchAll(database, sql: "SELECT * FROM outbox_operator_action ORDER BY id").map { row in
                Action(
                    by: row["by"], verb: row["verb"], subject: row["subject"], why: row["why"], changed: row["changed"]
                )
            }
        }
    }

    @Test func aBulkChangeOfManyStepsIsOneActionWithItsNumber() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(900)
        let result = try await bench.store.change(
            DeliverySelection(destination: "main", states: [.queued]), .cancel, isPreview: false, by: "ann",
            why: "wrong import", now: bench.clock.now
        )
        #expect(result.changed == 900)
        #expect(
            try await actions(bench) == [
                Action(
                    by: "ann", verb: "cancel", subject: "--destination main --state queued", why: "wrong import",
                    changed: 900
                )
            ]
        )
        let history = try await bench.store.histories(of: .number(EventNumber(1)))
        #expect(history.first?.deliveries.first?.detail == "cancelled by ann: wrong import")
        #expect(try bench.counters() == bench.truth())
    }

    @Test func previewsAndChangesOfNothingAreNotWrittenDown() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(3)
        for isPreview in [true, false] {
            _ = try await bench.store.change(
                DeliverySelection(states: [.failed]), .retry(evenIfCountedTwice: false), isPreview: isPreview,
                by: "ann", why: "", now: bench.clock.now
            )
        }
        _ = try await bench.store.resume(destination: "main", by: "ann", why: "", at: bench.clock.now)
        #expect(try await actions(bench).isEmpty)
    }

    @Test func pausesAndResumptionsAreWrittenDown() async throws {
        let bench = try await TestStore()
        let pause = Pause(cause: .operator, by: "ann", why: "stop", at: bench.clock.now)
        _ = try await bench.store.pause(destination: "main", pause: pause)
        _ = try await bench.store.resume(destination: "main", by: "bob", why: "go", at: bench.clock.now)
        #expect(
            try await actions(bench) == [
                Action(by: "ann", verb: "pause", subject: "main", why: "stop", changed: 1),
                Action(by: "bob", verb: "resume", subject: "main", why: "go", changed: 1),
            ]
        )
    }

    @Test func aReaderSeesEverythingAndChangesNothing() async throws {
        let bench = try await TestStore()
        let numbers = try await bench.enqueue(3)
        let reader = try SQLiteStore.openReading(path: bench.path)
        let report = try await reader.status(destinations: ["main", "second"], now: bench.clock.now)
        #expect(report.destinations.map(\.queued) == [3, 0])
        #expect(try await reader.list(DeliverySelection(), limit: 10).map(\.number) == numbers.reversed())
        #expect(try await reader.histories(of: .number(numbers[0])).count == 1)
        let preview = try await reader.change(
            DeliverySelection(destination: "main"), .cancel, isPreview: true, by: "ann", why: "", now: bench.clock.now
        )
        #expect(preview.changed == 3)
        await #expect(throws: StoreError.self) {
            try await reader.change(
                DeliverySelection(destination: "main"), .cancel, isPreview: false, by: "ann", why: "",
                now: bench.clock.now
            )
        }
        reader.close()
    }

    @Test func aDamagedBodyIsToldAsDamage() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.store.claim(lane, limit: 1, now: bench.clock.now).deliveries
        guard case .opened(let attempt) = try await bench.store.open(bench.opening(claimed, of: lane)) else {
            Issue.record("the attempt should open")
            return
        }
        try await bench.store.close(
            AttemptClosing(
                lane: lane, attempt: attempt, closedAt: bench.clock.now,
                answer: Answer(.delivered, request: Array("request".utf8)),
                outcomes: claimed.map { DeliveryOutcome(key: $0.key, next: .delivered(nil), verdict: .delivered) }
            )
        )
        try await bench.store.write { try $0.execute(sql: "UPDATE outbox_attempt_body SET request = x'0102'") }
        await #expect(throws: StoreError.corrupt(path: bench.store.path, detail: "the compressed bytes are damaged")) {
            try await bench.store.histories(of: .number(claimed[0].key.event))
        }
    }

    @Test func aBulkChangeRaisesTheRevisionOfTheDestinationsItTouched() async throws {
        let bench = try await TestStore()
        try await bench.enqueue(1)
        _ = try await bench.store.change(
            DeliverySelection(), .cancel, isPreview: false, by: "ann", why: "", now: bench.clock.now
        )
        #expect(try bench.number("SELECT revision FROM outbox_destination WHERE name = 'main'") == 1)
        #expect(try bench.number("SELECT revision FROM outbox_destination WHERE name = 'second'") == 0)
    }
}
