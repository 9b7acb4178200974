import OutboxCore

/// What the members of an attempt leave as, as `outbox_attempt.sent_as` keeps it: one small text, however many members
/// there are, since nearly all of them leave as one TikTok event with their own `event_id`.
///
/// `{"as":[["C4K…","CompletePayment"],…],"of":[0,1,…],"ids":[true,"ord-1",null,…]}`: `of` names each member's entry of
/// `as`, and is left out where all have the first; `ids` holds the ids they leave with, `true` for the event's own and
/// null for none, and is left out where all have their own. `"test":true` where they go under a test code.
struct SendingList: Sendable {
    private let entries: [(eventSourceID: String?, tiktokEvent: String)]
    private let places: [Int]
    private let ids: [SentID]
    private let isTest: Bool

    /// The id that a member leaves with.
    private enum SentID {
        case own
        case none
        case other(String)
    }

    /// The text to store; nil where there is nothing to say.
    ///
    /// - Parameter ownEventIDs: the event's own id for each member, as far as it is known.
    static func encode(_ sendings: [Sending], ownEventIDs: [String?] = []) -> String? {
        guard !sendings.isEmpty else { return nil }
        var entries: [Sending] = []
        var places: [Int] = []
        places.reserveCapacity(sendings.count)
        for sending in sendings {
            // Mostly the first one, and seldom more than a few.
            let place = entries.firstIndex { isSame($0, sending) } ?? entries.count
            if place == entries.count { entries.append(sending) }
            places.append(place)
        }
        var writer = JSONWriter()
        writer.beginObject()
        // The members of one request have one test code, or none has one.
        if sendings[0].isTest {
            writer.key("test")
            writer.bool(true)
        }
        writer.key("as")
        writer.beginArray()
        for entry in entries {
            writer.beginArray()
            write(entry.eventSourceID, to: &writer)
            writer.string(entry.tiktokEvent)
            writer.endArray()
        }
        writer.endArray()
        if entries.count > 1 {
            writer.key("of")
            writer.beginArray()
            for place in places { writer.integer(Int64(place)) }
            writer.endArray()
        }
        let areOwn = sendings.indices.map { isOwn(sendings[$0].sentEventID, ownEventIDs, $0) }
        if areOwn.contains(false) {
            writer.key("ids")
            writer.beginArray()
            for (sending, isOwn) in zip(sendings, areOwn) {
                if isOwn { writer.bool(true) } else { write(sending.sentEventID, to: &writer) }
            }
            writer.endArray()
        }
        writer.endObject()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func isSame(_ left: Sending, _ right: Sending) -> Bool {
        left.tiktokEvent == right.tiktokEvent && left.eventSourceID == right.eventSourceID
    }

    private static func isOwn(_ id: String?, _ ownEventIDs: [String?], _ index: Int) -> Bool {
        guard let id, index < ownEventIDs.count else { return false }
        return ownEventIDs[index] == id
    }

    private static func write(_ text: String?, to writer: inout JSONWriter) {
        if let text { writer.string(text) } else { writer.null() }
    }

    /// Reads what was stored; nil for a text that `encode` never makes.
    init?(_ text: String) {
        guard let root = (try? JSONDocument(Array(text.utf8)))?.root, let list = root["as"] else { return nil }
        var entries: [(eventSourceID: String?, tiktokEvent: String)] = []
        for entry in list.elements {
            let texts = Array(entry.elements)
            guard texts.count == 2, let name = texts[1].string else { return nil }
            entries.append((texts[0].string, name))
        }
        self.entries = entries
        isTest = root["test"]?.bool ?? false
        places = root["of"].map { $0.elements.compactMap { $0.integer.map(Int.init) } } ?? []
        ids =
            root["ids"].map { list in
                list.elements.map { id in id.string.map { .other($0) } ?? (id.kind == .null ? .none : .own) }
            } ?? []
    }

    /// What a member left as, given its event's own id; nil where that was not said.
    func sending(at position: Int, ownEventID: String?) -> Sending? {
        let place = places.isEmpty ? 0 : position < places.count ? places[position] : entries.count
        guard entries.indices.contains(place) else { return nil }
        var sending = Sending(
            eventSourceID: entries[place].eventSourceID, tiktokEvent: entries[place].tiktokEvent,
            sentEventID: ownEventID, isTest: isTest
        )
        guard position < ids.count else { return sending }
        switch ids[position] {
        case .own: break
        case .none: sending.sentEventID = nil
        case .other(let id): sending.sentEventID = id
        }
        return sending
    }
}
