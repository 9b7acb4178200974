/// The names that the native event knows.
enum EventField {
    /// The members of the event itself.
    static let names: Set<String> = [
        "id", "event_name", "event_time", "event_id", "event_source", "user", "consent", "context", "properties",
    ]

    /// The member that was probably meant by an unknown name; only its first part is looked at.
    static func suggestion(for name: String) -> String? {
        let known = names.sorted() + ["properties.value", "properties.currency", "user.email", "user.id"]
        let best = known.map { (name: $0, distance: distance($0, name)) }.min { $0.distance < $1.distance }
        guard let best, best.distance <= max(1, name.count / 3) else { return nil }
        return best.name
    }

    /// Whether the place takes a number, so that a text cell that is one is written as a number.
    static func isNumber(_ path: String) -> Bool {
        let last = path.split(separator: ".").last ?? ""
        return ["value", "num_items", "price", "quantity", "discount", "tax", "shipping", "revenue"].contains(last)
            && path.hasPrefix("properties.")
    }

    /// The number of edits (insert, delete, replace) that turn one text into the other (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right.prefix(100))
        var row = Array(0...right.count)
        for (index, character) in left.prefix(100).enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substitution = diagonal + (character == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substitution, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
