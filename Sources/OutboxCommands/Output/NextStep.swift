import OutboxCore

/// What to do about a delivery that was skipped or has failed: the next command, or what to do before it.
struct NextStep {
    let event: StoredEvent
    let delivery: StoredDelivery
    /// Whether today's configuration would send it.
    let wouldGo: Bool

    /// Whether the user withdrew their consent, which no configuration knows of.
    var isWithdrawn: Bool {
        delivery.reason == .consent && delivery.detail?.contains("withdrew consent") == true
    }

    private var number: String { "'#\(event.number)'" }
    private var destination: String { delivery.destination }

    /// After it was skipped; nil where nothing is to be done.
    var afterSkip: String? {
        switch delivery.reason {
        case .unmapped:
            guard wouldGo else { return "outbox map --unmapped --destination \(destination)" }
            return "outbox replay --destination \(destination) --reason unmapped --event-name "
                + Self.word(event.eventName)
        case .filter:
            return wouldGo
                ? "outbox replay \(number)"
                : "if it should go: change the condition, then: outbox reload, outbox replay \(number)"
        case .consent:
            if isWithdrawn { return "outbox consent list; if it is restored: outbox replay \(number)" }
            return wouldGo ? "outbox replay \(number)" : nil
        case .tooOld: return wouldGo ? "outbox replay \(number)" : nil
        case .duplicate: return "outbox show \(number)"
        case .sessionOnly: return wouldGo ? "outbox replay \(number)" : "outbox session list"
        case .dryRun:
            return wouldGo
                ? "outbox replay --destination \(destination) --reason dry_run"
                : "outbox golive \(destination), then: outbox replay --destination \(destination) --reason dry_run"
        default: return "outbox show \(number)"
        }
    }

    /// After it has failed.
    var afterFailure: String {
        switch delivery.reason {
        case .mayCountTwice: "outbox retry \(number) --even-if-counted-twice"
        case .rejected:
            "mend what TikTok names (outbox map --event \(Self.word(event.eventName))), then: outbox retry \(number)"
        case .invalid where !wouldGo:
            "map what is missing (outbox map --event \(Self.word(event.eventName))), then: outbox reload, "
                + "outbox retry \(number)"
        default: "outbox retry \(number)"
        }
    }

    /// A name as a shell takes it for one word.
    private static func word(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            let character = Character(Unicode.Scalar(byte))
            return byte < 0x80 && (character.isLetter || character.isNumber || "_-.".contains(character))
        }
        return isPlain && !name.isEmpty ? name : "'" + name.replacing("'", with: "'\\''") + "'"
    }
}
