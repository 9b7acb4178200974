package import OutboxCore
import OutboxIdentity

/// The report of a page on one event that its pixel sent, as it comes: `{"key", "tiktok_event", "event_id"}`.
///
/// Ids alone: any other member is refused, so that nobody gets used to sending more.
package struct EchoDocument: Sendable, Hashable {
    /// The largest report that is taken, in bytes.
    package static let maximumBytes = 1024

    /// The public key of the page's script; nil where it is not there.
    package let key: String?
    /// The name under which the pixel sent the event.
    package let tiktokEvent: String
    /// The id that it shares with the server's event; a clear e-mail address or phone number is its digest, as it is
    /// in the server's event.
    package let eventID: String
    /// When the pixel sent it; nil where it is not said.
    package let seenAt: Timestamp?

    /// Reads a report, or throws what is wrong with it.
    ///
    /// - Parameters:
    ///   - bytes: one JSON object.
    ///   - members: the members that may be there beside `tiktok_event` and `event_id`: `key`, `seen_at`.
    ///   - scrubs: whether clear identities in the id are replaced, as intake does it (`privacy.scrub`).
    ///   - receivedAt: the time of the receipt.
    package static func read(
        _ bytes: [UInt8], members: Set<String>, scrubs: Bool, receivedAt: Timestamp
    ) throws(EventProblem) -> EchoDocument {
        guard bytes.count <= maximumBytes else { throw problem("", "more than \(maximumBytes) bytes") }
        guard let root = try? JSONDocument(bytes).root else { throw problem("", "not JSON") }
        return try EchoDocument(root, members: members, scrubs: scrubs, receivedAt: receivedAt)
    }

    private static func problem(_ path: String, _ problem: String) -> EventProblem {
        EventProblem(path: path, problem: problem)
    }

    private init(
        _ root: JSONValue, members: Set<String>, scrubs: Bool, receivedAt: Timestamp
    ) throws(EventProblem) {
        guard root.kind == .object else { throw Self.problem("", "not an object") }
        let known = members.union(["tiktok_event", "event_id"])
        for (key, _) in root.members where !known.contains(key.string ?? "") {
            throw Self.problem("", "only \(known.sorted().joined(separator: ", ")) may be there")
        }
        if let value = root["key"] { key = try Self.text(value, "key", atMost: 64) } else { key = nil }
        guard let name = root["tiktok_event"] else { throw Self.problem("tiktok_event", "missing") }
        tiktokEvent = try Self.text(name, "tiktok_event", atMost: PixelEcho.maximumNameBytes)
        guard !scrubs || PersonalDataScanner().scrub(tiktokEvent) == nil else {
            throw Self.problem("tiktok_event", "an e-mail address or phone number is no name")
        }
        guard let id = root["event_id"] else { throw Self.problem("event_id", "missing") }
        guard case .success(let read) = EventIDReader.read(id) else {
            throw Self.problem("event_id", "not a string of 1 to \(PixelEcho.maximumEventIDBytes) bytes")
        }
        let scrubbed = scrubs ? PersonalDataScanner().scrub(read.text)?.text : nil
        eventID = scrubbed ?? read.text
        guard eventID.utf8.count <= PixelEcho.maximumEventIDBytes else {
            throw Self.problem("event_id", "longer than \(PixelEcho.maximumEventIDBytes) bytes")
        }
        guard let time = root["seen_at"] else {
            seenAt = nil
            return
        }
        switch EventTimeReader.read(time, receivedAt: receivedAt) {
        case .success(let time): seenAt = time
        case .failure(let problem): throw Self.problem("seen_at", problem.text)
        }
    }

    private static func text(_ value: JSONValue, _ path: String, atMost limit: Int) throws(EventProblem) -> String {
        guard let text = value.string, 1...limit ~= text.utf8.count else {
            throw Self.problem(path, "not a string of 1 to \(limit) bytes")
        }
        return text
    }

    /// The echo of a pixel; throws what is wrong where a name or an id has a control character.
    package func echo(pixelCode: String, receivedAt: Timestamp) throws(EventProblem) -> PixelEcho {
        let seenAt = min(seenAt ?? receivedAt, receivedAt)
        let echo = PixelEcho(pixelCode: pixelCode, tiktokEvent: tiktokEvent, eventID: eventID, seenAt: seenAt)
        guard let echo else { throw Self.problem("", "a control character in a name or an id") }
        return echo
    }
}
