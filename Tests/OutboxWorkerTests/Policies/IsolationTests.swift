import OutboxTestSupport
import OutboxWorker
import Testing

@Suite struct IsolationTests {
    /// What a stand-in for TikTok says about a batch.
    private enum Answers { case withIndex, withoutIndex }

    /// Sends a batch, group by group, front first, until nothing is left.
    private func send(_ count: Int, bad: Set<Int>, _ answers: Answers) -> (
        requests: Int, delivered: Set<Int>, rejected: Set<Int>
    ) {
        var groups = [(members: Array(0..<count), refusals: 0)]
        var requests = 0
        var delivered: Set<Int> = []
        var rejected: Set<Int> = []
        while let group = groups.first {
            groups.removeFirst()
            requests += 1
            guard let first = group.members.firstIndex(where: bad.contains) else {
                delivered.formUnion(group.members)
                continue
            }
            let result = Isolation.afterRefusal(
                of: group.members.count, index: answers == .withIndex ? first : nil, refusals: group.refusals
            )
            if let culprit = result.culprit { rejected.insert(group.members[culprit]) }
            groups = result.groups.map { again in (again.positions.map { group.members[$0] }, again.refusals) } + groups
        }
        return (requests, delivered, rejected)
    }

    @Test func aBatchOfOneIsItsOwnCulprit() {
        #expect(Isolation.afterRefusal(of: 1, index: nil, refusals: 0) == .init(culprit: 0, groups: []))
        #expect(Isolation.afterRefusal(of: 1, index: 7, refusals: 0) == .init(culprit: 0, groups: []))
        #expect(Isolation.afterTooBig(count: 1) == .init(culprit: 0, groups: []))
    }

    @Test func theNamedEventIsOutAndTheOthersGoTogether() {
        #expect(
            Isolation.afterRefusal(of: 4, index: 1, refusals: 0)
                == .init(culprit: 1, groups: [.init(positions: [0, 2, 3], refusals: 1)])
        )
    }

    @Test func theThirdNamedEventHalvesTheBatch() {
        #expect(
            Isolation.afterRefusal(of: 6, index: 2, refusals: 2)
                == .init(
                    culprit: 2,
                    groups: [.init(positions: [0, 1, 3], refusals: 0), .init(positions: [4, 5], refusals: 0)]
                )
        )
    }

    @Test(arguments: [nil, -1, 5, 1000])
    func withoutAPositionOfTheBatchItIsHalved(index: Int?) {
        #expect(
            Isolation.afterRefusal(of: 5, index: index, refusals: 1)
                == .init(
                    culprit: nil,
                    groups: [.init(positions: [0, 1, 2], refusals: 0), .init(positions: [3, 4], refusals: 0)]
                )
        )
    }

    @Test func tooBigIsHalved() {
        #expect(
            Isolation.afterTooBig(count: 2)
                == .init(
                    culprit: nil, groups: [.init(positions: [0], refusals: 0), .init(positions: [1], refusals: 0)]
                )
        )
    }

    @Test(arguments: [[3, 700], [0, 1], [998, 999], [0, 999], [499, 500]])
    func twoOfAThousandWithPositionsTakeThreeRequests(bad: [Int]) {
        let result = send(1000, bad: Set(bad), .withIndex)
        #expect(result.rejected == Set(bad))
        #expect(result.delivered.count == 998)
        #expect(result.requests == 3)
    }

    @Test func withoutPositionsTheRequestsGrowWithTheLogarithm() {
        var random = SeededRandom(printingSeedAs: "ISOLATION_SEED")
        for culprits in 1...10 {
            let bad = Set((0..<culprits).map { _ in Int.random(in: 0..<1000, using: &random) })
            let result = send(1000, bad: bad, .withoutIndex)
            #expect(result.rejected == bad)
            #expect(result.delivered.count == 1000 - bad.count)
            #expect(result.requests <= 2 * bad.count * 10 + 1)
        }
    }

    @Test(arguments: [0.01, 0.1, 0.5, 1])
    func evenManyBadEventsTakeRequestsInProportion(share: Double) {
        var random = SeededRandom(seed: 42)
        let bad = Set((0..<1000).filter { _ in Double.random(in: 0..<1, using: &random) < share })
        let result = send(1000, bad: bad, .withIndex)
        #expect(result.rejected == bad)
        #expect(result.delivered.count == 1000 - bad.count)
        #expect(result.requests <= 2 * bad.count + 12)
    }
}
