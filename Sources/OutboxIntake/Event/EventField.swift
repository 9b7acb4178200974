import OutboxCore

/// The members of the native event itself.
enum EventField: String, CaseIterable {
    case id
    case eventName = "event_name"
    case eventTime = "event_time"
    case eventID = "event_id"
    case eventSource = "event_source"
    case limitedDataUse = "limited_data_use"
    case user, consent, integrations, context, properties

    /// Their names.
    static let names = Set(allCases.map(\.rawValue))

    /// All in the order of ``keys``.
    static let all = allCases
    /// Their names, to be looked up.
    static let keys = JSONNames(all.map(\.rawValue))

    /// The member that a key names; nil where it is none of them.
    init?(_ key: JSONValue) {
        guard let number = Self.keys.number(of: key) else { return nil }
        self = Self.all[number]
    }

    /// Its number among all.
    var number: Int {
        switch self {
        case .id: 0
        case .eventName: 1
        case .eventTime: 2
        case .eventID: 3
        case .eventSource: 4
        case .limitedDataUse: 5
        case .user: 6
        case .consent: 7
        case .integrations: 8
        case .context: 9
        case .properties: 10
        }
    }

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
