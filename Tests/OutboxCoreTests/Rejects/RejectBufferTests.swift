import OutboxCore
import Testing

@Suite("Rejects between two writes")
struct RejectBufferTests {
    private func reject(_ number: Int) -> RejectedEvent {
        RejectedEvent(
            rejectedAt: Timestamp(seconds: Int64(number)),
            problems: [EventProblem(path: "a", problem: "missing"), EventProblem(path: "a", problem: "missing")],
            bytes: 2, excerpt: "\(number)")
    }

    @Test("are summed up by source, the last 1,000 of each kept in their order")
    func sums() throws {
        var buffer = RejectBuffer()
        #expect(buffer.isEmpty)
        for number in 1...2345 { buffer.add(reject(number), of: SourceID(2)) }
        buffer.add(reject(7), of: SourceID(1))
        let taken = buffer.take()
        #expect(buffer.isEmpty && buffer.take().isEmpty)
        #expect(taken.map(\.source) == [SourceID(1), SourceID(2)])
        let many = try #require(taken.last)
        #expect(many.count == 2345)
        #expect(many.newest.map(\.excerpt) == (1346...2345).map { "\($0)" })
        let kind = ProblemKind(path: "a", problem: "missing")
        let expected = RejectedEvents.Count(
            count: 2345, firstSeenAt: Timestamp(seconds: 1), lastSeenAt: Timestamp(seconds: 2345))
        #expect(many.problems == [kind: expected], "each counts once for a kind")
    }

    @Test("what could not be written is put back before what came since, within the same bounds")
    func putBack() throws {
        var buffer = RejectBuffer()
        for number in 1...900 { buffer.add(reject(number), of: SourceID(2)) }
        buffer.add(reject(3), of: SourceID(1))
        let unwritten = buffer.take()
        for number in 901...1100 { buffer.add(reject(number), of: SourceID(2)) }
        buffer.putBack(unwritten)
        buffer.add(reject(1101), of: SourceID(2))
        let taken = buffer.take()
        #expect(taken.map(\.count) == [1, 1101])
        let many = try #require(taken.last)
        #expect(many.newest.map(\.excerpt) == (102...1101).map { "\($0)" })
        let count = RejectedEvents.Count(
            count: 1101, firstSeenAt: Timestamp(seconds: 1), lastSeenAt: Timestamp(seconds: 1101))
        #expect(many.problems == [ProblemKind(path: "a", problem: "missing"): count])
    }
}
