import Glibc
import OutboxDispatch
import Testing

// One after the other: signals belong to the whole process.
@Suite(.serialized, .timeLimit(.minutes(1))) struct SignalSourceTests {
    @Test(arguments: ProcessSignal.allCases)
    func aSignalArrivesInsteadOfEndingTheProcess(signal: ProcessSignal) async {
        let source = await SignalSource([signal])
        #expect(kill(getpid(), signal.number) == 0)
        #expect(await source.signals.first { _ in true } == signal)
        source.cancel()
    }

    @Test func aSignalThatCameBeforeAnybodyIteratedIsKept() async {
        let source = await SignalSource()
        #expect(kill(getpid(), SIGHUP) == 0)
        #expect(kill(getpid(), SIGTERM) == 0)
        var received: Set<ProcessSignal> = []
        for await signal in source.signals {
            received.insert(signal)
            if received.count == 2 { break }
        }
        #expect(received == [.hangUp, .terminate])
        source.cancel()
    }

    @Test func cancelledItEndsItsStream() async {
        let source = await SignalSource([.hangUp])
        source.cancel()
        #expect(await source.signals.first { _ in true } == nil)
    }
}
