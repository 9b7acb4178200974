import Foundation
import Synchronization

/// What the clients of a run were told about their events; may be used from any thread.
final class Acknowledgements: Sendable {
    /// What was seen so far.
    struct Seen {
        /// The number of each acknowledged event, by its `event_id`.
        var numbers: [String: Int] = [:]
        /// What all acknowledged events add up to.
        var cents = 0
        var items = 0
        /// Answers `duplicate`.
        var duplicates = 0
        /// Requests without an answer: the kill came first.
        var cutOff = 0
        /// Requests that were sent away for later, with 429 or 503.
        var refused = 0
        /// Requests with an answer that acknowledges.
        var answered = 0
        /// What must not be; the first few.
        var failures: [String] = []
    }

    private let state = Mutex(Seen())

    /// Everything that was seen.
    var seen: Seen { state.withLock { $0 } }

    /// Requests with an answer that acknowledges.
    var answered: Int { state.withLock(\.answered) }

    /// Notes a request without an answer.
    func cutOff() { state.withLock { $0.cutOff += 1 } }

    /// Notes a request that was sent away for later.
    func refused() { state.withLock { $0.refused += 1 } }

    /// Notes an answer that acknowledges.
    func didAnswer() { state.withLock { $0.answered += 1 } }

    /// Notes what must not be.
    func fail(_ text: String) {
        state.withLock { if $0.failures.count < 10 { $0.failures.append(text) } }
    }

    /// Notes what the server says of an event: that it has it, and under which number.
    func acknowledge(_ event: SoakEvent, number: Int, isDuplicate: Bool) {
        let failure: String? = state.withLock { seen in
            if isDuplicate { seen.duplicates += 1 }
            guard let known = seen.numbers.updateValue(number, forKey: event.id) else {
                seen.cents += event.cents
                seen.items += event.items
                return nil
            }
            if known != number { return "\(event.id) was acknowledged as \(known) and then as \(number)" }
            return isDuplicate ? nil : "\(event.id), acknowledged as \(known), was accepted again: it had been lost"
        }
        if let failure { fail(failure) }
    }
}
