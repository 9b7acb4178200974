import ArgumentParser
import Foundation
import Glibc
import OutboxWorker

/// Posts purchases over many connections from one thread with prebuilt bytes, so that it takes little of the machine
/// from the server; prints what it saw as JSON.
struct LoadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Post for a measurement of another process.", shouldDisplay: false)

    @Option(help: "The server's port.")
    var port: Int

    @Option(help: "Connections.")
    var connections: Int

    @Option(help: "Events of a request.")
    var events: Int

    @Option(help: "What the event_ids begin with.")
    var name: String

    @Option(help: "How many requests are made at most.")
    var requests = Int.max

    @Option(help: "After how many seconds no more requests are begun.")
    var seconds = Double.infinity

    @Option(help: "Requests a second; without it each connection begins the next one at once.")
    var rate: Double?

    func run() throws {
        let request = LoadRequest(events: events, name: name, at: WorkerClock.system.wall())
        let open = try (0..<connections).map { _ in try LoadConnection(port: port, request: request) }
        var load = Load(connections: open, events: events, requests: requests, seconds: seconds, rate: rate)
        try load.run()
        print(String(decoding: try JSONEncoder().encode(LoadResult(load.times, seconds: load.elapsed)), as: UTF8.self))
    }
}

/// What the load saw.
struct LoadResult: Codable {
    /// Requests that were answered with 200.
    var requests: Int
    /// From the first request to the last answer.
    var seconds: Double
    /// The time of an answer from the moment at which its request was due, in milliseconds.
    var p99: Double
    var longest: Double

    /// Sums times in seconds up.
    init(_ times: [Double], seconds: Double) {
        let sorted = times.sorted()
        requests = times.count
        self.seconds = seconds
        p99 = sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)] * 1000
        longest = (sorted.last ?? 0) * 1000
    }
}
