import OutboxCore
import OutboxIdentity
import OutboxMapping

/// Replaces all of a document in another dialect that must not be stored as it came: identities where the dialect reads
/// them, what it hides, what of `user` it does not read, and clear e-mail addresses and phone numbers elsewhere.
struct ReceivedEdit {
    private let privacy: PrivacyEdit
    private var edits = JSONEdits()
    private var isDone: Set<Int> = []

    /// The document as it is kept, in canonical form.
    ///
    /// - Parameter country: the country of the event's address, for its postal code.
    static func bytes(of received: ReceivedDocument, country: String?, privacy: PrivacyEdit) -> [UInt8] {
        var edit = ReceivedEdit(privacy: privacy)
        for hidden in received.dialect.hidden {
            hidden.forEachValue(in: received.event) { edit.hide($0) }
        }
        if !privacy.keepsClear { edit.hideUnread(of: received) }
        for place in received.dialect.identities {
            place.pattern.forEachValue(in: received.event) { edit.replace($0, as: place.field, country: country) }
        }
        if let scrub = privacy.scrub { edit.scrub(received.root, with: scrub) }
        return received.root.canonicalBytes(applying: edit.edits)
    }

    /// Whether a key is to be hidden, which no edit can do.
    static func hidesKey(in value: JSONValue, scrub: ScrubEdit) -> Bool {
        for (key, member) in value.members {
            if scrub.hidden(in: key) != nil || hidesKey(in: member, scrub: scrub) { return true }
        }
        for element in value.elements where hidesKey(in: element, scrub: scrub) { return true }
        return false
    }

    private init(privacy: PrivacyEdit) {
        self.privacy = privacy
    }

    private mutating func hide(_ value: JSONValue) {
        // The document itself stays: it is what the dialect is asked about.
        guard value.node > 0, isDone.insert(value.node).inserted else { return }
        edits.remove(value)
    }

    /// What is somebody's but goes nowhere.
    private mutating func hideUnread(of received: ReceivedDocument) {
        guard let user = received.event["user"] else { return }
        for (key, member) in user.members {
            if let name = key.string, !received.dialect.userMembers.contains(name) { hide(member) }
        }
    }

    private mutating func replace(_ value: JSONValue, as slot: IdentitySlot, country: String?) {
        guard isDone.insert(value.node).inserted else { return }
        privacy.identities.replace(value, as: slot, country: country, edits: &edits)
    }

    private mutating func scrub(_ value: JSONValue, with scrub: ScrubEdit) {
        guard !isDone.contains(value.node) else { return }
        switch value.kind {
        case .object: for (_, member) in value.members { self.scrub(member, with: scrub) }
        case .array: for element in value.elements { self.scrub(element, with: scrub) }
        case .string:
            guard PersonalDataScanner.mayHold(value.raw), let text = value.string, let finding = scrub.scrubbed(text)
            else { return }
            edits.replace(value, with: finding.text)
        case .number, .bool, .null: break
        }
    }
}
