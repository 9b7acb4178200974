import OutboxCore

/// The names that the native event knows.
enum EventField {
    /// The members of the event itself.
    static let names: Set<String> = [
        "id", "event_name", "event_time", "event_id", "event_source", "limited_data_use", "user", "consent", "context",
        "properties",
    ]

    /// The member that was probably meant by an unknown name; only its first part is looked at.
    static func suggestion(for name: String) -> String? {
        Suggestion.nearest(
            to: name, among: names.sorted() + ["properties.value", "properties.currency", "user.email", "user.id"])
    }

    /// What a place takes.
    enum Kind {
        /// A text, or anything.
        case text
        /// A number.
        case number
        /// `true` or `false`.
        case bool
    }

    /// What the place takes, so that a text cell that is one is written as such.
    static func kind(of path: String) -> Kind {
        if path == "limited_data_use" || path.hasPrefix("consent.") { return .bool }
        let last = path.split(separator: ".").last ?? ""
        let isNumber = ["value", "num_items", "price", "quantity", "discount", "tax", "shipping", "revenue"]
            .contains(last)
        return isNumber && path.hasPrefix("properties.") ? .number : .text
    }
}
