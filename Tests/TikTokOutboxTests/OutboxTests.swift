import Foundation
import GRDB
import OutboxTestSupport
import Testing
import TikTokOutbox

@Suite("An outbox with a file of its own")
struct OutboxTests {
    private let folder: TemporaryFolder
    private let path: String
    private let outbox: Outbox

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("outbox.db")
        outbox = try Outbox(path: path, source: "shop", identity: .init(phoneRegion: "GB"))
    }

    private func number(_ sql: String) throws -> Int {
        try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: sql) ?? -1 }
    }

    @Test("keeps events, and says what became of each")
    func enqueue() async throws {
        let first = try await outbox.enqueue(.sample("ord-1"))
        #expect(first.number == 1 && first.eventID == "ord-1" && !first.isDuplicate)
        let receipts = try await outbox.enqueue([.sample("ord-1"), .sample("ord-2"), .sample("ord-1", value: 1)])
        #expect(receipts.map(\.isDuplicate) == [true, false, true])
        #expect(receipts.map(\.differs) == [false, false, true])
        #expect(receipts.map(\.number) == [1, 2, 1])
        #expect(try await outbox.enqueue([]).isEmpty)
        #expect(try number("SELECT count(*) FROM outbox_event WHERE routed = 0") == 2)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("refuses a bad event with path and problem, and keeps nothing of the call")
    func invalid() async throws {
        var bad = ConversionEvent.sample("ord-2")
        bad.properties["value"] = "much"
        let events = [.sample("ord-1"), bad, ConversionEvent("", eventID: nil)]
        let error = await #expect(throws: OutboxError.self) { try await outbox.enqueue(events) }
        #expect(error?.code == .invalidEvent)
        #expect(error?.rejected.map(\.index) == [1, 2])
        #expect(error?.rejected.first?.problems.first?.description == #"properties.value: not a number: "much""#)
        #expect(try number("SELECT count(*) FROM outbox_event") == 0)
    }

    @Test("an event without id is refused, or gets one that the receipt tells")
    func eventID() async throws {
        let error = await #expect(throws: OutboxError.self) { try await outbox.enqueue(.lead(eventID: nil)) }
        #expect(error?.rejected.first?.problems.first?.path == "event_id")
        let generating = try Outbox(path: folder.file("other.db"), source: "crm", eventID: .generate)
        let receipts = try await generating.enqueue([.lead(eventID: nil), .lead(eventID: nil)])
        #expect(receipts.allSatisfy { $0.eventID.hasPrefix("gen-") && !$0.isDuplicate && !$0.warnings.isEmpty })
        #expect(Set(receipts.map(\.eventID)).count == 2)
    }

    @Test("a second event with the producer's own id is a duplicate")
    func producerID() async throws {
        var first = ConversionEvent.sample("a")
        first.producerID = "row-7"
        var second = ConversionEvent.sample("b")
        second.producerID = "row-7"
        #expect(try await outbox.enqueue([first, second]).map(\.isDuplicate) == [false, true])
    }

    @Test("64 tasks at once: every event is kept once, under a number of its own")
    func concurrent() async throws {
        let outbox = outbox
        let numbers = try await withThrowingTaskGroup(of: [Int64].self) { group in
            for task in 0..<64 {
                group.addTask {
                    var numbers: [Int64] = []
                    for event in 0..<20 { numbers.append(try await outbox.enqueue(.sample("\(task)-\(event)")).number) }
                    let more = (20..<40).map { ConversionEvent.sample("\(task)-\($0)") }
                    return numbers + (try await outbox.enqueue(more).map(\.number))
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(numbers).count == 64 * 40)
        #expect(try number("SELECT count(*) FROM outbox_event") == 64 * 40)
        #expect(try number("SELECT sum(n) FROM outbox_count WHERE destination = 0 AND state = 0") == 64 * 40)
    }

    @Test("two of them on one file, as two processes have it, keep one of each event")
    func twoProcesses() async throws {
        let (one, other) = (outbox, try Outbox(path: path, source: "shop"))
        let receipts = try await withThrowingTaskGroup(of: [EnqueueReceipt].self) { group in
            for outbox in [one, other] {
                group.addTask {
                    var receipts: [EnqueueReceipt] = []
                    for event in 0..<100 { receipts.append(try await outbox.enqueue(.sample("ord-\(event)"))) }
                    return receipts
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(receipts.filter { !$0.isDuplicate }.count == 100)
        #expect(try number("SELECT count(*) FROM outbox_event") == 100)
    }

    @Test("a closed outbox says so; the file is there for the next one")
    func close() async throws {
        try await outbox.enqueue(.sample("ord-1"))
        outbox.close()
        outbox.close()
        let error = await #expect(throws: OutboxError.self) { try await outbox.enqueue(.sample("ord-2")) }
        #expect(error?.code == .closed)
        let next = try Outbox(path: path, source: "shop")
        #expect(try await next.enqueue(.sample("ord-1")).isDuplicate)
    }

    @Test("sources that cannot be are refused at the start")
    func sources() throws {
        for name in ["", "a b", "shop.main", "läden", String(repeating: "x", count: 65)] {
            let error = #expect(throws: OutboxError.self) { try OutboxSource(name) }
            #expect(error?.code == .invalidSource)
        }
        let error = #expect(throws: OutboxError.self) { try OutboxSource("shop", identity: .init(phoneRegion: "UK")) }
        #expect(error?.message.contains("did you mean GB?") == true, "\(error?.message ?? "")")
        #expect(throws: OutboxError.self) { try Outbox(path: folder.file("no/such/folder/a.db"), source: "shop") }
    }

    @Test("a call that asks for more than may wait is refused as busy, and nothing of it is kept")
    func busy() async throws {
        // The lock is held elsewhere, so that what is handed over waits.
        let worker = try HeldLock(path: path)
        let outbox = outbox
        try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<12 {
                group.addTask {
                    let events = (0..<1000).map { ConversionEvent.sample("\(task)-\($0)") }
                    do {
                        return try await outbox.enqueue(events).count
                    } catch let error as OutboxError where error.code == .busy {
                        return 0
                    }
                }
            }
            let first = try await group.next()
            #expect(first == 0, "the first answer is of a call that was refused")
            try worker.release()
            let kept = try await group.reduce(0, +)
            #expect(try number("SELECT count(*) FROM outbox_event") == kept)
        }
    }
}
