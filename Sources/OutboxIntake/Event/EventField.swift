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

    /// Whether the place takes a number, so that a text cell that is one is written as a number.
    static func isNumber(_ path: String) -> Bool {
        let last = path.split(separator: ".").last ?? ""
        return ["value", "num_items", "price", "quantity", "discount", "tax", "shipping", "revenue"].contains(last)
            && path.hasPrefix("properties.")
    }
}
