import OutboxCore
package import OutboxMapping

/// What is mapped at a destination in the end: the shipped map, the destination's over it, the event's over that.
package struct EffectiveMapping: Sendable {
    /// One field with its rule.
    package struct Line: Sendable, Hashable {
        /// The field, such as `properties.value`.
        package let target: String
        /// Its rule, as written; nil where it is removed.
        package let rule: String?
        /// Where that is written: in the shipped map, or in the configuration.
        package let origin: MappingTable.Origin
        /// What is sent where the rule gives nothing; nil for most.
        package let otherwise: String?

        /// Whether it is a line of the shipped map.
        package var isDefault: Bool {
            if case .shipped = origin { true } else { false }
        }

        /// Its line, in the file that it stands in.
        package var line: Int {
            switch origin {
            case .shipped(let line), .configuration(let line): line
            }
        }
    }

    private let rules: DestinationRules
    /// By incoming name, the alternatives in their order; those of the shipped table have no line.
    package let events: [String: [EventRule]]

    /// Lays the maps of a destination over each other.
    package init(rules: DestinationRules) {
        self.rules = rules
        events =
            rules.events
            ?? Dictionary(
                ShippedEvents.table(eventSource: rules.eventSource, names: rules.names)
                    .map { ($0.name, [EventRule(to: $0.tiktokEvent)]) },
                uniquingKeysWith: { first, _ in first })
    }

    /// Every TikTok event that may leave; nil where that may be any name.
    package var tiktokEvents: Set<String>? {
        var names: Set<String> = []
        for (name, alternatives) in events {
            for alternative in alternatives {
                if alternative.to == nil, name == EventRule.catchAll { return nil }
                names.insert(alternative.to ?? name)
            }
        }
        return names
    }

    /// The fields for an event, in the order of the TikTok event.
    ///
    /// - Parameters:
    ///   - event: The incoming name; nil, or one that is not listed, for what all events of the destination have.
    ///   - alternative: Which of its alternatives, from 0.
    package func lines(event: String? = nil, alternative: Int = 0) -> [Line] {
        let alternatives = event.flatMap { events[$0] ?? events[$0.lowercased()] ?? events[EventRule.catchAll] } ?? []
        let rule = alternatives.indices.contains(alternative) ? alternatives[alternative] : nil
        return table(for: rule).entries.compactMap { entry in
            var otherwise: String?
            if case .shipped = entry.origin {
                guard TikTokFields.isListed(entry.target, for: rules.eventSource) else { return nil }
                otherwise = Self.derived[entry.target]
            }
            return Line(target: entry.target, rule: entry.rule?.text, origin: entry.origin, otherwise: otherwise)
        }
    }

    /// The table for an alternative of an event; nil for what all events of the destination have.
    func table(for rule: EventRule?) -> MappingTable {
        let common = ShippedMap.table.overlaid(by: rules.map)
        guard let rule else { return common }
        return common.overlaid(by: rule.map)
    }

    private static let derived = [
        "properties.content_ids": "the ids of properties.contents",
        "properties.num_items": "the sum of the quantities in properties.contents",
        "properties.content_type": "'product' with properties.contents",
    ]
}
