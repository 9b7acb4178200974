import OutboxCore
import Testing

@Suite("Event record")
struct EventRecordTests {
    private func record(
        warnings: [EventProblem] = [], marks: [EventMark] = [], received: String? = nil, headers: String? = nil
    ) throws -> EventRecord {
        try EventRecord(
            EventRecord.encode(
                event: Array(#"{"event_name":"purchase"}"#.utf8), warnings: warnings, marks: marks,
                received: received.map { Array($0.utf8) }, headers: headers.map { Array($0.utf8) }))
    }

    @Test("an event alone has nothing else")
    func alone() throws {
        let record = try record()
        #expect(record.event["event_name"]?.string == "purchase")
        #expect(record.warnings.isEmpty && record.marks.isEmpty && record.received == nil && record.headers == nil)
    }

    @Test("everything that was kept is read again")
    func everything() throws {
        let warning = EventProblem(path: "user.email", problem: "left out: not an e-mail address, dropped")
        let record = try record(
            warnings: [warning], marks: [.generatedEventID, .rebasedEventTime],
            received: #"{"event":"Order Completed"}"#, headers: #"{"x-request-id":"7"}"#)
        #expect(record.warnings == [warning])
        #expect(record.marks == [.generatedEventID, .rebasedEventTime])
        #expect(record.received?["event"]?.string == "Order Completed")
        #expect(record.headers?["x-request-id"]?.string == "7")
    }

    @Test("a received document may be as deep as documents from outside may be")
    func depth() throws {
        let depth = JSONLimits.standard.depth
        let deep = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
        #expect(try record(received: deep).received?.kind == .object)
    }
}
