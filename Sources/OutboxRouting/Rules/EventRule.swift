package import OutboxCore
package import OutboxMapping

/// What one incoming event becomes: one alternative of `events`.
package struct EventRule: Sendable {
    /// The name in `events` that stands for all names that are not listed.
    package static let catchAll = "*"
    /// The word for a TikTok event of the incoming name.
    package static let keep = "keep"

    /// The TikTok event's name; nil to keep the incoming one.
    package var to: String?
    /// What is laid over the destination's map for this event.
    package var map: MappingTable = .empty
    /// What must hold for it to be taken; nil: nothing.
    package var when: MappingCondition?
    /// Whether the pixel sends this event; nil: as the destination says.
    package var pairing: Pairing?
    /// Where the configuration says so; nil for a shipped default.
    package var line: Int?

    /// Makes a rule.
    package init(to: String?, line: Int? = nil) {
        self.to = to
        self.line = line
    }
}
