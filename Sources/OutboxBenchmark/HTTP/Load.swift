import Glibc

/// Keeps connections busy, each with one request at a time: as fast as they go, or at a rate.
///
/// At a rate the time of a request counts from when it was due, also where all connections were busy then.
struct Load {
    /// The times of the requests, in seconds.
    private(set) var times: [Double] = []
    /// From the first request to the last answer, in seconds.
    private(set) var elapsed = 0.0

    private let connections: [LoadConnection]
    private let events: Int
    private let requests: Int
    private let seconds: Double
    private let rate: Double?
    private var idle: [LoadConnection]
    private var begun = 0

    init(connections: [LoadConnection], events: Int, requests: Int, seconds: Double, rate: Double?) {
        self.connections = connections
        self.events = events
        self.requests = requests
        self.seconds = seconds
        self.rate = rate
        idle = connections
    }

    /// Runs to the end.
    mutating func run() throws {
        var buffer = [UInt8](repeating: 0, count: 256 * 1024)
        let start = Machine.sharedSeconds
        while true {
            try beginRequests(since: start)
            let busy = connections.filter { $0.due != nil }
            if busy.isEmpty, next(since: start) == nil { break }
            for connection in try wait(for: busy, since: start) {
                if connection.wantsToSend { try connection.send() }
                guard let due = connection.due, try connection.receive(into: &buffer) else { continue }
                times.append(Machine.sharedSeconds - due)
                idle.append(connection)
            }
        }
        elapsed = Machine.sharedSeconds - start
    }

    /// When the next request is due; nil where there is none any more.
    private func next(since start: Double) -> Double? {
        guard begun < requests else { return nil }
        guard let rate else {
            let now = Machine.sharedSeconds
            return now - start < seconds ? now : nil
        }
        let due = Double(begun) / rate
        return due < seconds ? start + due : nil
    }

    private mutating func beginRequests(since start: Double) throws {
        while let due = next(since: start), due <= Machine.sharedSeconds, let connection = idle.popLast() {
            try connection.begin(from: begun * events, due: due)
            begun += 1
        }
    }

    /// Waits until something comes or the next request is due; gives the connections at which there is something to do.
    private func wait(for busy: [LoadConnection], since start: Double) throws -> [LoadConnection] {
        var polled = busy.map {
            pollfd(fd: $0.descriptor, events: Int16($0.wantsToSend ? POLLIN | POLLOUT : POLLIN), revents: 0)
        }
        let untilDue = idle.isEmpty ? nil : next(since: start).map { max(0, $0 - Machine.sharedSeconds) }
        // In whole milliseconds, upwards: what is begun that much later counts in the time of the request.
        let count = poll(&polled, nfds_t(polled.count), Int32(((untilDue ?? 30) * 1000).rounded(.up)))
        guard count > 0 || untilDue != nil || errno == EINTR else { throw BenchmarkError("no answer for 30 seconds") }
        return zip(busy, polled).filter { $0.1.revents != 0 }.map(\.0)
    }
}
