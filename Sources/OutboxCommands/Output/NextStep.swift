import OutboxCore

/// What to do about a delivery that was skipped or has failed: the next command, which runs as it is printed, and what
/// to do before it.
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
    private var name: String { Self.word(event.eventName) }

    /// The command after it was skipped; nil where nothing is to be done.
    var afterSkip: String? {
        switch delivery.reason {
        case .unmapped:
            wouldGo
                ? "outbox replay --destination \(destination) --reason unmapped --event-name \(name)"
                : "outbox map --unmapped --destination \(destination)"
        case .filter: wouldGo ? "outbox replay \(number)" : nil
        case .consent:
            isWithdrawn ? "outbox consent list" : wouldGo ? "outbox replay \(number)" : nil
        case .tooOld: wouldGo ? "outbox replay \(number)" : nil
        case .duplicate: "outbox show \(number)"
        case .sessionOnly: wouldGo ? "outbox replay \(number)" : "outbox session list"
        case .dryRun:
            wouldGo
                ? "outbox replay --destination \(destination) --reason dry_run" : "outbox golive \(destination)"
        default: "outbox show \(number)"
        }
    }

    /// The command after it has failed.
    var afterFailure: String {
        switch delivery.reason {
        case .mayCountTwice: "outbox retry \(number) --even-if-counted-twice"
        case .rejected: "outbox map --event \(name) --destination \(destination)"
        case .invalid where !wouldGo: "outbox map --event \(name) --destination \(destination)"
        default: "outbox retry \(number)"
        }
    }

    /// What a person decides or mends first, and what to do then; nil where the command says it all.
    var advice: String? {
        switch delivery.reason {
        case .filter where !wouldGo:
            "If it should go, change that condition; `outbox replay \(number)` sends it then."
        case .consent where isWithdrawn: "If it is restored, `outbox replay \(number)` sends it."
        case .dryRun where !wouldGo:
            "When it is live, `outbox replay --destination \(destination) --reason dry_run` sends what was only shown."
        case .rejected: "Mend what TikTok names; `outbox retry \(number)` sends it then."
        case .invalid where !wouldGo: "Map what is missing; `outbox retry \(number)` sends it then."
        default: nil
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
