import Foundation
import OutboxCore

/// One producer with a connection of its own: posts events, remembers what was acknowledged, and comes again with what
/// was not. It runs on a thread of its own.
final class SoakClient {
    private let number: Int
    private let service: SoakService
    private let acknowledgements: Acknowledgements
    private let time: String
    private var random: SplitMix64
    private var next = 0
    private var connection: SoakConnection?
    /// Events without an answer.
    private var pending: [SoakEvent] = []
    /// Some of those that were acknowledged, to ask again for after a kill.
    private var remembered: [SoakEvent] = []

    init(number: Int, seed: UInt64, service: SoakService, acknowledgements: Acknowledgements, time: String) {
        self.number = number
        self.service = service
        self.acknowledgements = acknowledgements
        self.time = time
        random = SplitMix64(seed: seed &+ UInt64(number) &* 0x1_0000_0001)
    }

    /// Posts until the run ends; then only what is not acknowledged yet.
    func run() {
        while true {
            let mayMake = service.wantsLoad
            if !mayMake, pending.isEmpty { return }
            guard service.isGivenUp == false else {
                if !pending.isEmpty { acknowledgements.fail("client \(number) was left with \(pending.count) events") }
                return
            }
            guard let connection = connect() else {
                // The server is away; it says nothing when it comes back.
                Thread.sleep(forTimeInterval: 0.005)
                continue
            }
            if pending.isEmpty { makeEvents() }
            post(on: connection)
        }
    }

    private func connect() -> SoakConnection? {
        if let connection { return connection }
        guard service.listens, let made = SoakConnection(port: service.port) else { return nil }
        connection = made
        // A server that starts anew must know what one before it acknowledged.
        pending += remembered
        remembered = []
        return made
    }

    /// One event, a few, or many.
    private func makeEvents() {
        let counts = [1...1, 2...20, 20...200]
        let count = Int.random(in: counts[Int.random(in: 0...2, using: &random)], using: &random)
        for _ in 0..<count {
            pending.append(SoakEvent(client: number, index: next, time: time, random: &random))
            next += 1
        }
    }

    /// Posts the first of what is pending, in one of the three forms.
    private func post(on connection: SoakConnection) {
        let events = Array(pending.prefix(Bool.random(using: &random) ? 1000 : 100))
        var lines = events.map(\.json)
        // Now and then with an event between them that is rejected; its neighbours must not feel it.
        let rejected = events.count > 1 && Int.random(in: 0..<8, using: &random) == 0 ? events.count / 2 : nil
        if let rejected { lines.insert(SoakEvent.invalid, at: rejected) }
        let isArray = Bool.random(using: &random)
        let (body, type) =
            lines.count == 1
            ? (lines[0], "application/json")
            : isArray
                ? ("[\(lines.joined(separator: ","))]", "application/json")
                : (lines.joined(separator: "\n"), "application/x-ndjson")
        guard let answer = connection.post(body, type: type) else {
            acknowledgements.cutOff()
            self.connection = nil
            return
        }
        switch answer.status {
        case 200 where rejected == nil, 207 where rejected != nil: take(answer.body, of: events, rejected: rejected)
        case 429, 503:
            acknowledgements.refused()
            // Too much waits; a client that is told to come later does.
            Thread.sleep(forTimeInterval: 0.05)
        default: giveUp("HTTP \(answer.status)", answer.body)
        }
    }

    private func take(_ body: Data, of events: [SoakEvent], rejected: Int?) {
        let document = try? JSONSerialization.jsonObject(with: body) as? [String: Any]
        var answers = document?["events"] as? [[String: Any]] ?? []
        guard answers.count == events.count + (rejected == nil ? 0 : 1) else { return giveUp("another shape", body) }
        if let rejected, answers.remove(at: rejected)["status"] as? String != "rejected" {
            return giveUp("an event without a name was taken", body)
        }
        for (event, answer) in zip(events, answers) {
            guard let status = answer["status"] as? String, ["accepted", "duplicate"].contains(status),
                let number = answer["number"] as? Int, answer["event_id"] as? String == event.id
            else { return giveUp("\(event.id) was not taken", body) }
            acknowledgements.acknowledge(event, number: number, isDuplicate: status == "duplicate")
        }
        acknowledgements.didAnswer()
        pending.removeFirst(events.count)
        remembered = Array((remembered + events.suffix(3)).suffix(10))
    }

    /// Ends with a failure: there is no sense in going on.
    private func giveUp(_ what: String, _ body: Data) {
        acknowledgements.fail("client \(number): \(what): \(String(decoding: body.prefix(500), as: UTF8.self))")
        service.giveUp()
    }
}
