import OutboxCore

extension BulkChange {
    /// The word that is written down.
    var verb: String {
        switch self {
        case .retry(evenIfCountedTwice: false): "retry"
        case .retry(evenIfCountedTwice: true): "retry --even-if-counted-twice"
        case .cancel: "cancel"
        case .replay(evenIfCountedTwice: false, _, _): "replay"
        case .replay(evenIfCountedTwice: true, _, _): "replay --even-if-counted-twice"
        }
    }

    /// Whether the change applies to a delivery in this state for this reason, were it not being sent.
    func applies(to state: DeliveryState, _ reason: DeliveryReason?) -> Bool {
        switch (self, state) {
        case (.retry, .cancelled), (.cancel, .queued): true
        case (.retry(let evenIfCountedTwice), .failed), (.replay(let evenIfCountedTwice, _, _), .failed):
            evenIfCountedTwice || reason != .mayCountTwice
        case (.replay, .delivered), (.replay, .skipped), (.replay, .cancelled): true
        default: false
        }
    }

    /// Splits conditions into what the change applies to and what it leaves.
    func split(_ conditions: [DeliveryCondition]) -> (applying: [DeliveryCondition], left: [DeliveryCondition]) {
        var applying: [DeliveryCondition] = []
        var left: [DeliveryCondition] = []
        for condition in conditions {
            guard condition.state == .failed else {
                if applies(to: condition.state, nil) { applying.append(condition) } else { left.append(condition) }
                continue
            }
            let reasons = condition.reasons ?? DeliveryReason.allCases.filter { $0.state == .failed }
            let applyingReasons = reasons.filter { applies(to: .failed, $0) }
            let leftReasons = reasons.filter { !applies(to: .failed, $0) }
            if !applyingReasons.isEmpty {
                applying.append(DeliveryCondition(state: .failed, reasons: applyingReasons))
            }
            if !leftReasons.isEmpty { left.append(DeliveryCondition(state: .failed, reasons: leftReasons)) }
        }
        return (applying, left)
    }
}

extension EventSelection {
    /// The selection in the words of the command line, for the record of what was done.
    var words: String {
        var words = [DeliverySelection(events: events, eventName: eventName, since: since).words]
        if let sources { words += sources.map { "--source \($0)" } }
        return words.joined(separator: " ")
    }
}

extension DeliverySelection {
    /// The selection in the words of the command line, for the record of what was done.
    var words: String {
        var words: [String] = []
        if let events {
            let numbers = events.prefix(20).map { "#\($0)" }.joined(separator: " ")
            words.append(events.count > 20 ? "\(numbers) and \(events.count - 20) more" : numbers)
        }
        if let destination { words.append("--destination \(destination)") }
        words += states.map { "--state \($0.name)" }
        words += reasons.map { "--reason \($0.name)" }
        if let eventName { words.append("--event-name \(eventName)") }
        if let since { words.append("--since \(since.iso8601)") }
        return words.isEmpty ? "everything" : words.joined(separator: " ")
    }
}
