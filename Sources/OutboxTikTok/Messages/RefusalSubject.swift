/// What a refusal's message speaks of.
enum RefusalSubject: Sendable, Hashable {
    /// The event at this position of the batch.
    case event(Int)
    /// An event at a position that the batch does not have.
    case noSuchEvent
    /// The envelope around the events: its fields, or the list of events itself.
    case envelope
    /// It does not say.
    case unnamed

    /// Reads a message about a batch of so many events; a position is looked for first.
    init(message: String, count: Int) {
        if let index = RefusedIndex.find(in: message) {
            self = index < count ? .event(index) : .noSuchEvent
        } else {
            self = MessageText.paths(in: message).contains(where: Self.namesEnvelope) ? .envelope : .unnamed
        }
    }

    /// TikTok: Report Web, App, Offline or CRM Events, the request's fields beside the events.
    private static let envelopeFields: Set<String> = [
        "event_source", "event_source_id", "test_event_code", "partner_name",
    ]
    private static let beforeList: Set<String> = ["for", "field", "parameter", "param"]
    private static let afterList: Set<String> = [
        "is", "must", "should", "cannot", "can", "has", "length", "field", "list", "array",
    ]

    private static func namesEnvelope(_ path: String) -> Bool {
        let words = path.split(separator: " ").map(Word.init)
        for (index, word) in words.enumerated() {
            if envelopeFields.contains(word.text) { return true }
            // "data" is also an English word ("Missing data for required field"): only its place tells.
            guard word.text == "data" else { continue }
            let previous = index > 0 ? words[index - 1].text : nil
            let next = index + 1 < words.count ? words[index + 1].text : nil
            let isSubject = previous.map { beforeList.contains($0) } ?? true
            let ends = word.isFollowedByPunctuation || (next.map { afterList.contains($0) } ?? true)
            if isSubject && ends { return true }
        }
        return false
    }

    /// A word of a message without the punctuation around it.
    private struct Word {
        let text: String
        let isFollowedByPunctuation: Bool

        init(_ word: Substring) {
            let start = word.drop { "([{<".contains($0) }
            let end = start.lastIndex { !":;,.!?)]}>".contains($0) }
            let core = end.map { start[...$0] } ?? ""
            text = core.lowercased()
            isFollowedByPunctuation = core.endIndex < word.endIndex
        }
    }
}
