import OutboxCore
import OutboxTestSupport
import Testing

@Suite("Class shares")
struct ClassSharesTests {
    private func available(_ live: Int, _ retry: Int, _ bulk: Int) -> (DeliveryClass) -> Int {
        { deliveryClass in
            switch deliveryClass {
            case .live: live
            case .retry: retry
            case .bulk: bulk
            }
        }
    }

    @Test("With plenty of everything, 12, 3 and 1 of 16 are taken")
    func weights() {
        var shares = ClassShares()
        let taken = shares.split(limit: 1600, available: available(5000, 5000, 5000))
        #expect(taken == [.live: 1200, .retry: 300, .bulk: 100])
    }

    @Test("The shares hold over portions of one")
    func portionsOfOne() {
        var shares = ClassShares()
        var total: [DeliveryClass: Int] = [:]
        for _ in 0..<160 {
            total.merge(shares.split(limit: 1, available: available(9, 9, 9)), uniquingKeysWith: +)
        }
        #expect(total == [.live: 120, .retry: 30, .bulk: 10])
    }

    @Test("No class waits for more than 16 in a row")
    func longestWait() {
        var shares = ClassShares()
        var sinceBulk = 0
        for _ in 0..<200 {
            let taken = shares.split(limit: 1, available: available(9, 9, 9))
            sinceBulk = taken[.bulk] == 1 ? 0 : sinceBulk + 1
            #expect(sinceBulk < 16)
        }
    }

    @Test("What one class leaves goes to the others")
    func passedOn() {
        var shares = ClassShares()
        #expect(shares.split(limit: 100, available: available(0, 0, 500)) == [.live: 0, .retry: 0, .bulk: 100])
        #expect(shares.split(limit: 100, available: available(10, 0, 500)) == [.live: 10, .retry: 0, .bulk: 90])
        #expect(shares.split(limit: 100, available: available(500, 3, 0)) == [.live: 97, .retry: 3, .bulk: 0])
    }

    @Test("An idle class earns no credit")
    func noCreditWhileIdle() {
        var shares = ClassShares()
        _ = shares.split(limit: 1000, available: available(5000, 0, 0))
        let taken = shares.split(limit: 16, available: available(50, 50, 50))
        #expect(taken == [.live: 12, .retry: 3, .bulk: 1])
    }

    @Test("No more is taken than there is, and nothing for a limit of zero or less")
    func bounds() {
        var shares = ClassShares()
        #expect(shares.split(limit: 100, available: available(2, 1, 3)) == [.live: 2, .retry: 1, .bulk: 3])
        #expect(shares.split(limit: 0, available: available(2, 1, 3)) == [.live: 0, .retry: 0, .bulk: 0])
        #expect(shares.split(limit: -1, available: available(2, 1, 3)) == [.live: 0, .retry: 0, .bulk: 0])
    }
}
