import OutboxCore

/// Collects decided deliveries into batches, by test code and portion.
///
/// A batch leaves when it is full (by number or by bytes), when its oldest delivery has waited long enough, or when the
/// caller says that there is nothing to wait for. Within one test code and portion the order of arrival is kept.
package struct BatchFormer: Sendable {
    /// The bytes of events in a request at most: 1 MB less what the envelope may take.
    package static let byteLimit = 1_000_000 - 4_096

    private struct Line: Sendable {
        let testEventCode: String?
        let portion: BatchPortion
        var waiting: [DecidedDelivery] = []
        var arrivals: [Moment] = []
        /// Those before this index have left.
        var head = 0
        var bytes = 0

        var count: Int { waiting.count - head }
        var oldest: Moment? { count > 0 ? arrivals[head] : nil }
    }

    private let maximum: Int
    private let wait: Duration
    private var lines: [Line] = []

    /// Deliveries that wait here.
    package private(set) var count = 0

    /// The bytes that those add to requests.
    package var bytes: Int { lines.reduce(0) { $0 + $1.bytes } }

    /// Makes an empty former for batches of at most `maximum` events that wait at most `wait`.
    package init(maximum: Int, wait: Duration) {
        self.maximum = maximum
        self.wait = wait
    }

    /// Takes deliveries in, in the order in which they shall leave.
    package mutating func add(_ deliveries: some Sequence<DecidedDelivery>, at now: Moment) {
        for delivery in deliveries {
            let index = lineIndex(delivery.event.testEventCode, delivery.portion)
            lines[index].waiting.append(delivery)
            lines[index].arrivals.append(now)
            lines[index].bytes += Self.bytes(of: delivery)
            count += 1
        }
    }

    /// Whether `take` would give a batch now.
    ///
    /// - Parameters:
    ///   - limit: events in a batch at most, whatever its portion (the canary's).
    ///   - isFlushing: whether there is nothing to wait for.
    package func isReady(at now: Moment, limit: Int = .max, isFlushing: Bool = false) -> Bool {
        readyLine(at: now, limit: limit, isFlushing: isFlushing) != nil
    }

    /// Gives the next batch that is to leave, the one that waited longest first; nil when none is ready.
    package mutating func take(at now: Moment, limit: Int = .max, isFlushing: Bool = false) -> [DecidedDelivery]? {
        guard let index = readyLine(at: now, limit: limit, isFlushing: isFlushing) else { return nil }
        let size = min(limit, lines[index].portion.size(of: maximum))
        var bytes = 0
        var end = lines[index].head
        while end < lines[index].waiting.count, end - lines[index].head < size {
            let next = Self.bytes(of: lines[index].waiting[end])
            guard bytes + next <= Self.byteLimit || end == lines[index].head else { break }
            bytes += next
            end += 1
        }
        let batch = Array(lines[index].waiting[lines[index].head..<end])
        leave(index, upTo: end, bytes: bytes)
        return batch
    }

    /// Gives one delivery for a probe: the first of class live if there is one, else the first of all.
    package mutating func takeProbe() -> DecidedDelivery? {
        var found: (line: Int, index: Int)?
        for (line, content) in lines.enumerated() {
            for index in content.head..<content.waiting.count {
                if content.waiting[index].delivery.key.deliveryClass == .live {
                    return remove(line: line, index: index)
                }
                if found == nil { found = (line, index) }
            }
        }
        return found.map { remove(line: $0.line, index: $0.index) }
    }

    /// When the wait of the oldest delivery is over; nil when nothing waits.
    package var deadline: Moment? {
        lines.lazy.compactMap(\.oldest).min().map { $0 + wait }
    }

    /// Gives everything back, oldest first within a line.
    package mutating func removeAll() -> [DecidedDelivery] {
        let all = lines.flatMap { $0.waiting[$0.head...] }
        lines = []
        count = 0
        return all
    }

    /// What a delivery adds to a request: its bytes and a comma.
    private static func bytes(of delivery: DecidedDelivery) -> Int { delivery.event.bytes.count + 1 }

    private func readyLine(at now: Moment, limit: Int, isFlushing: Bool) -> Int? {
        var ready: (index: Int, oldest: Moment)?
        for (index, line) in lines.enumerated() {
            guard let oldest = line.oldest else { continue }
            let isFull = line.count >= min(limit, line.portion.size(of: maximum)) || line.bytes >= Self.byteLimit
            guard isFull || isFlushing || now - oldest >= wait else { continue }
            if let found = ready, found.oldest <= oldest { continue }
            ready = (index, oldest)
        }
        return ready?.index
    }

    private mutating func lineIndex(_ testEventCode: String?, _ portion: BatchPortion) -> Int {
        if let index = lines.firstIndex(where: { $0.portion == portion && $0.testEventCode == testEventCode }) {
            return index
        }
        lines.append(Line(testEventCode: testEventCode, portion: portion))
        return lines.count - 1
    }

    private mutating func leave(_ index: Int, upTo end: Int, bytes: Int) {
        count -= end - lines[index].head
        lines[index].bytes -= bytes
        lines[index].head = end
        // Moving the rest to the front costs as much as what has left, at least.
        if end * 2 >= lines[index].waiting.count {
            lines[index].waiting.removeFirst(end)
            lines[index].arrivals.removeFirst(end)
            lines[index].head = 0
        }
    }

    private mutating func remove(line: Int, index: Int) -> DecidedDelivery {
        let delivery = lines[line].waiting.remove(at: index)
        lines[line].arrivals.remove(at: index)
        lines[line].bytes -= Self.bytes(of: delivery)
        count -= 1
        return delivery
    }
}
