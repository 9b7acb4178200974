import OutboxCore
import OutboxTestSupport
import OutboxWorker
import Testing

@Suite struct BatchFormerTests {
    private func numbers(_ batch: [DecidedDelivery]?) -> [Int64]? { batch?.map(\.number.rawValue) }

    @Test func aBatchLeavesAtOnceWhenItIsFull() {
        var former = BatchFormer(maximum: 3, wait: .seconds(10))
        former.add(Sample.decided(1...2), at: .at(0))
        #expect(former.take(at: .at(0)) == nil)
        former.add(Sample.decided(3...4), at: .at(0))
        #expect(numbers(former.take(at: .at(0))) == [1, 2, 3])
        #expect(former.take(at: .at(0)) == nil)
        #expect(former.count == 1)
    }

    @Test func theWaitStartsAtTheOldest() {
        var former = BatchFormer(maximum: 10, wait: .seconds(1))
        #expect(former.deadline == nil)
        former.add(Sample.decided(1...1), at: .at(5))
        former.add(Sample.decided(2...2), at: .at(5.9))
        #expect(former.deadline == .at(6))
        #expect(!former.isReady(at: .at(5.999)))
        #expect(numbers(former.take(at: .at(6))) == [1, 2])
        #expect(former.deadline == nil)
    }

    @Test func withoutAWaitABatchLeavesAtOnce() {
        var former = BatchFormer(maximum: 10, wait: .zero)
        former.add(Sample.decided(1...1), at: .at(5))
        #expect(numbers(former.take(at: .at(5))) == [1])
    }

    @Test func aDecidedDeliveryKeepsNeitherItsRecordNorSpareRoom() {
        var event = Sample.event(id: "1")
        event.bytes.reserveCapacity(16_384)
        let bytes = event.bytes
        let decided = DecidedDelivery(Sample.delivery(1), as: event)
        #expect(decided.delivery.record == nil)
        #expect(decided.event.bytes == bytes)
        #expect(decided.event.bytes.capacity < 2 * bytes.count + 128)
    }

    @Test func flushingLetsAPartialBatchGo() {
        var former = BatchFormer(maximum: 10, wait: .seconds(60))
        former.add(Sample.decided(1...3), at: .at(0))
        #expect(numbers(former.take(at: .at(0), isFlushing: true)) == [1, 2, 3])
        #expect(former.take(at: .at(0), isFlushing: true) == nil)
    }

    @Test func aBatchStaysBelowTheByteLimit() {
        var former = BatchFormer(maximum: 1000, wait: .seconds(60))
        former.add((1...100).map { Sample.decided($0, size: 32_768) }, at: .at(0))
        var seen: [Int64] = []
        while let batch = former.take(at: .at(0)) {
            #expect(batch.reduce(0) { $0 + $1.event.bytes.count + 1 } <= BatchFormer.byteLimit)
            seen += batch.map(\.number.rawValue)
        }
        #expect(seen == Array(1...90))
        #expect(former.count == 10)
    }

    @Test func anEventBeyondTheByteLimitTravelsAlone() {
        var former = BatchFormer(maximum: 10, wait: .zero)
        former.add([Sample.decided(1, size: 2_000_000), Sample.decided(2)], at: .at(0))
        #expect(numbers(former.take(at: .at(0))) == [1])
        #expect(numbers(former.take(at: .at(0))) == [2])
    }

    @Test func testCodesAreNeverMixed() {
        var former = BatchFormer(maximum: 10, wait: .zero)
        for number in Int64(1)...6 {
            former.add([Sample.decided(number, testEventCode: [nil, "A", "B"][Int(number % 3)])], at: .at(0))
        }
        var batches: [[Int64]] = []
        while let batch = former.take(at: .at(0)) {
            #expect(Set(batch.map(\.event.testEventCode)).count == 1)
            batches.append(batch.map(\.number.rawValue))
        }
        #expect(Set(batches) == [[1, 4], [2, 5], [3, 6]])
    }

    @Test(arguments: [(0, 32), (1, 32), (2, 8), (3, 2), (4, 1), (50, 1)])
    func laterAttemptsTravelInSmallerBatches(attempts: Int, size: Int) {
        var former = BatchFormer(maximum: 32, wait: .seconds(60))
        former.add((1...100).map { Sample.decided($0, attempts: attempts) }, at: .at(0))
        #expect(former.take(at: .at(0))?.count == size)
    }

    @Test func smallMaximaStillLeaveOneEvent() {
        for portion in BatchPortion.allCases {
            #expect(portion.size(of: 1) == 1)
            #expect(portion.size(of: 3) >= 1)
        }
    }

    @Test func portionsAreNotMixed() {
        var former = BatchFormer(maximum: 8, wait: .zero)
        former.add([Sample.decided(1), Sample.decided(2, attempts: 2), Sample.decided(3, attempts: 1)], at: .at(0))
        #expect(numbers(former.take(at: .at(0))) == [1, 3])
        #expect(numbers(former.take(at: .at(0))) == [2])
    }

    @Test func aLimitMakesSmallerBatchesFull() {
        var former = BatchFormer(maximum: 100, wait: .seconds(60))
        former.add(Sample.decided(1...20), at: .at(0))
        #expect(numbers(former.take(at: .at(0), limit: 1)) == [1])
        #expect(numbers(former.take(at: .at(0), limit: 10)) == Array(2...11))
        #expect(former.take(at: .at(0)) == nil)
    }

    @Test func whatWaitedLongestLeavesFirst() {
        var former = BatchFormer(maximum: 2, wait: .seconds(1))
        former.add([Sample.decided(1, testEventCode: "late")], at: .at(3))
        former.add(Sample.decided(2...3), at: .at(2))
        former.add([Sample.decided(4, testEventCode: "early")], at: .at(1))
        #expect(numbers(former.take(at: .at(9))) == [4])
        #expect(numbers(former.take(at: .at(9))) == [2, 3])
        #expect(numbers(former.take(at: .at(9))) == [1])
    }

    @Test func aProbeIsLiveWhereThereIsOne() {
        var former = BatchFormer(maximum: 2, wait: .seconds(1))
        former.add([Sample.decided(1, class: .bulk), Sample.decided(2, class: .retry, attempts: 3)], at: .at(0))
        former.add([Sample.decided(3, class: .live), Sample.decided(4, class: .live)], at: .at(0))
        let probes = (0..<4).map { _ in former.takeProbe()?.number.rawValue }
        #expect(probes == [3, 4, 1, 2])
        #expect(former.takeProbe() == nil)
        #expect(former.count == 0)
    }

    @Test func everythingComesBack() {
        var former = BatchFormer(maximum: 5, wait: .seconds(1))
        former.add(Sample.decided(1...7), at: .at(0))
        _ = former.take(at: .at(0))
        former.add(Sample.decided(8...9, testEventCode: "T"), at: .at(0))
        #expect(former.removeAll().map(\.number.rawValue) == [6, 7, 8, 9])
        #expect(former.count == 0)
        #expect(former.deadline == nil)
    }

    @Test func nothingIsLostOrDoubledWhateverIsAdded() {
        var random = SeededRandom(printingSeedAs: "BATCH_FORMER_SEED")
        var former = BatchFormer(maximum: 20, wait: .milliseconds(500))
        var given: [Int64] = []
        var taken: [Int64] = []
        for step in 0..<2000 {
            let now = Moment.at(Double(step) / 10)
            let count = Int.random(in: 0...30, using: &random)
            for _ in 0..<count {
                let number = Int64(given.count)
                given.append(number)
                let attempts = Int.random(in: 0...5, using: &random)
                let size = Int.random(in: 10...60_000, using: &random)
                former.add([Sample.decided(number, attempts: attempts, size: size)], at: now)
            }
            if random.oneIn(10), let probe = former.takeProbe() { taken.append(probe.number.rawValue) }
            while let batch = former.take(at: now, isFlushing: random.oneIn(5)) {
                #expect(batch.count <= batch[0].portion.size(of: 20))
                #expect(Set(batch.map(\.portion)).count == 1)
                taken += batch.map(\.number.rawValue)
            }
            #expect(former.count == given.count - taken.count)
        }
        taken += former.removeAll().map(\.number.rawValue)
        #expect(taken.sorted() == given)
    }
}
