import OutboxCore

/// What an event says of one consent category.
enum ConsentFinding {
    /// The user agreed.
    case granted
    /// The event does not say.
    case missing
    /// The user did not agree, or what is said cannot be understood: then it must not count as agreement.
    case denied(seen: String)

    /// Reads a category out of an event's `consent`.
    ///
    /// Understood are a map of `true`, `false`, `granted` and `denied`, with Google's signals inside `google` as well;
    /// in the map `*` says what holds for everything that is not named; and a list of the granted categories, texts
    /// or numbers.
    init(category: String, in consent: JSONValue?) {
        guard let consent, !consent.isNull else {
            self = .missing
            return
        }
        switch consent.kind {
        case .array:
            let isGranted = consent.elements.contains { Self.names($0, category) }
            self = isGranted ? .granted : .denied(seen: "a list of granted categories without it")
        case .object:
            let signal =
                Self.present(consent[category]) ?? Self.present(consent["google"]?[category])
                ?? Self.google(category, consent) ?? Self.present(consent["*"])
            self = signal.map(Self.finding(of:)) ?? .missing
        case .string, .number, .bool, .null:
            self = .denied(seen: "a consent that names no category")
        }
    }

    private static func finding(of signal: JSONValue) -> ConsentFinding {
        switch signal.kind {
        case .bool: return signal.bool == true ? .granted : .denied(seen: "false")
        case .string:
            switch signal.string?.lowercased() {
            case "granted", "true": return .granted
            case "denied": return .denied(seen: "denied")
            case "false": return .denied(seen: "false")
            default: return .denied(seen: "a text that is neither granted nor denied")
            }
        case .object, .array, .number, .null: return .denied(seen: "neither true, false, granted nor denied")
        }
    }

    private static func names(_ element: JSONValue, _ category: String) -> Bool {
        switch element.kind {
        case .string: element.isString(category)
        case .number: element.nonEmptyText == category
        case .object, .array, .bool, .null: false
        }
    }

    private static func present(_ value: JSONValue?) -> JSONValue? {
        value.flatMap { $0.isNull ? nil : $0 }
    }

    /// `google.ad_storage`, as a path is written.
    private static func google(_ category: String, _ consent: JSONValue) -> JSONValue? {
        guard category.hasPrefix("google.") else { return nil }
        return present(consent["google"]?[String(category.dropFirst("google.".count))])
    }
}
