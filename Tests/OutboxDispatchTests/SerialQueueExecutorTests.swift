import OutboxDispatch
import Testing

@Suite struct SerialQueueExecutorTests {
    private actor Counter {
        private let executor: SerialQueueExecutor
        private(set) var count = 0
        private var isBusy = false
        nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        init(label: String) {
            executor = SerialQueueExecutor(label: label)
        }

        func label() -> String? { SerialQueueExecutor.currentLabel }

        func increment() {
            assert(!isBusy)
            isBusy = true
            count += 1
            isBusy = false
        }

        nonisolated func incrementFromItsQueue() {
            assumeIsolated { $0.increment() }
        }

        func incrementThroughTheCheck() {
            incrementFromItsQueue()
        }
    }

    @Test func anActorRunsOnItsOwnQueue() async {
        let (first, second) = (Counter(label: "lane-1"), Counter(label: "lane-2"))
        #expect(await first.label() == "lane-1")
        #expect(await second.label() == "lane-2")
        #expect(SerialQueueExecutor.currentLabel == nil)
    }

    @Test func manyCallersAtOnceAreServedOneByOne() async {
        let counter = Counter(label: "counter")
        await withTaskGroup { group in
            for _ in 0..<1000 { group.addTask { await counter.increment() } }
        }
        #expect(await counter.count == 1000)
    }

    @Test func isolationMayBeAssumedOnTheQueue() async {
        let counter = Counter(label: "counter")
        await counter.incrementThroughTheCheck()
        #expect(await counter.count == 1)
    }

    @Test func isolationAssumedOffTheQueueStopsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            Counter(label: "counter").incrementFromItsQueue()
        }
    }
}
