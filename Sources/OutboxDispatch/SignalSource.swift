import Dispatch
import Glibc
import Synchronization

/// A signal by which people and supervisors speak to a process.
package enum ProcessSignal: Sendable, Hashable, CaseIterable {
    /// SIGTERM: end in good order.
    case terminate
    /// SIGINT (Ctrl-C): end in good order.
    case interrupt
    /// SIGHUP: read the configuration again.
    case hangUp

    /// The system's number.
    package var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        case .hangUp: SIGHUP
        }
    }
}

/// Receives signals instead of being ended by them, for as long as it lives.
///
/// What arrives after `init` returned is in `signals`, even where nobody iterates yet. Iterate once only.
package final class SignalSource: Sendable {
    /// The signals as they arrive.
    ///
    /// Several of one kind in quick succession may be told once, as the system does. It ends after `cancel`.
    package let signals: AsyncStream<ProcessSignal>

    private let registrations: [Registration]
    private let continuation: AsyncStream<ProcessSignal>.Continuation

    /// Receives these signals from now on: it returns when the system delivers them here.
    package init(_ wanted: Set<ProcessSignal> = Set(ProcessSignal.allCases)) async {
        (signals, continuation) = AsyncStream.makeStream(of: ProcessSignal.self)
        var registrations: [Registration] = []
        for signal in wanted {
            registrations.append(await Registration(signal, into: continuation))
        }
        self.registrations = registrations
    }

    deinit {
        cancel()
    }

    /// Ends the stream.
    ///
    /// - warning: What a later signal does to the process is not guaranteed.
    package func cancel() {
        for registration in registrations { registration.cancel() }
        continuation.finish()
    }
}

extension SignalSource {
    /// One signal's Dispatch source, which is in place when `init` returns.
    private final class Registration: Sendable {
        private let source: Mutex<any DispatchSourceSignal>

        init(_ signal: ProcessSignal, into continuation: AsyncStream<ProcessSignal>.Continuation) async {
            let queue = DispatchQueue(label: "outbox.signal")
            let source = DispatchSource.makeSignalSource(signal: signal.number, queue: queue)
            source.setEventHandler { @Sendable in continuation.yield(signal) }
            await withCheckedContinuation { registered in
                source.setRegistrationHandler { @Sendable in registered.resume() }
                source.activate()
            }
            self.source = Mutex(source)
        }

        func cancel() {
            source.withLock { $0.cancel() }
        }
    }
}
