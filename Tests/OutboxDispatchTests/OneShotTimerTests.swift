import OutboxDispatch
import Synchronization
import Testing

@Suite struct OneShotTimerTests {
    /// A timer whose firings are counted, and told as a stream.
    private final class Recorder: Sendable {
        let timer: OneShotTimer
        let firings: AsyncStream<String?>
        private let count: Counter

        private final class Counter: Sendable {
            let value = Mutex(0)
        }

        init(on executor: SerialQueueExecutor) {
            let (firings, continuation) = AsyncStream.makeStream(of: String?.self)
            let count = Counter()
            self.firings = firings
            self.count = count
            timer = OneShotTimer(on: executor) {
                count.value.withLock { $0 += 1 }
                continuation.yield(SerialQueueExecutor.currentLabel)
            }
        }

        var fired: Int { count.value.withLock { $0 } }
    }

    private let executor = SerialQueueExecutor(label: "timers")

    @Test func firesOnTheExecutorsQueue() async {
        let recorder = Recorder(on: executor)
        recorder.timer.arm(after: .milliseconds(1))
        var firings = recorder.firings.makeAsyncIterator()
        #expect(await firings.next() == "timers")
    }

    @Test func doesNotFireBeforeTheDelay() async {
        let recorder = Recorder(on: executor)
        let start = ContinuousClock.now
        recorder.timer.arm(after: .milliseconds(30))
        var firings = recorder.firings.makeAsyncIterator()
        _ = await firings.next()
        #expect(ContinuousClock.now - start >= .milliseconds(30))
    }

    @Test func firesOnceForEachArming() async {
        let recorder = Recorder(on: executor)
        var firings = recorder.firings.makeAsyncIterator()
        for _ in 0..<50 {
            recorder.timer.arm(after: .zero)
            #expect(await firings.next() == "timers")
        }
        await wait(.milliseconds(20))
        #expect(recorder.fired == 50)
    }

    @Test func aLaterArmingReplacesTheEarlierOne() async {
        let recorder = Recorder(on: executor)
        recorder.timer.arm(after: .seconds(1))
        recorder.timer.arm(after: .seconds(25))
        await wait(.milliseconds(1200))
        #expect(recorder.fired == 0)
    }

    @Test(arguments: [Duration.seconds(-5), .zero, .nanoseconds(1)])
    func aDelayThatIsOverFiresAtOnce(delay: Duration) async {
        let (later, recorder) = (Recorder(on: executor), Recorder(on: executor))
        later.timer.arm(after: .seconds(25))
        recorder.timer.arm(after: delay)
        var firings = recorder.firings.makeAsyncIterator()
        _ = await firings.next()
        #expect(later.fired == 0)
    }

    @Test func disarmedItDoesNotFire() async {
        let recorder = Recorder(on: executor)
        recorder.timer.arm(after: .seconds(1))
        recorder.timer.disarm()
        await wait(.milliseconds(1200))
        #expect(recorder.fired == 0)
    }

    @Test func cancelledItNeverFiresWhateverIsArmed() async {
        let recorder = Recorder(on: executor)
        recorder.timer.arm(after: .seconds(1))
        recorder.timer.cancel()
        recorder.timer.cancel()
        recorder.timer.arm(after: .zero)
        await wait(.milliseconds(1200))
        #expect(recorder.fired == 0)
    }

    @Test func itMayEndArmedOrNeverArmed() async {
        for delay in [Duration?.none, .zero, .milliseconds(1), .seconds(3600)] {
            let timer = OneShotTimer(on: executor) {}
            if let delay { timer.arm(after: delay) }
        }
    }

    /// Lets another timer of the same queue fire: what was to fire before has fired by then.
    private func wait(_ time: Duration) async {
        let other = Recorder(on: executor)
        other.timer.arm(after: time)
        var firings = other.firings.makeAsyncIterator()
        _ = await firings.next()
    }
}
