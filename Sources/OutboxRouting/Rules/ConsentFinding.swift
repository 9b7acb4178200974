import OutboxCore

/// What an event says of one consent category.
enum ConsentFinding {
    /// The user agreed.
    case granted
    /// The event does not say.
    case missing
    /// The user did not agree, or what is said cannot be understood: then it must not count as agreement, nor as
    /// nothing said.
    case denied(seen: String)

    /// Reads a category out of an event's `consent`.
    ///
    /// Understood are a list of the granted categories, texts or numbers, and a map of categories, of which `*` says
    /// what holds for everything that is not named, with Google's signals inside `google` as well, also in their short
    /// form (`G111`). Yes is `true`, `granted`, `yes` and 1; no is `false`, `denied`, `no`, 0 and everything else. Of
    /// several answers to one category a no wins.
    init(category: String, in consent: JSONValue?) {
        guard let consent, !consent.isNull else {
            self = .missing
            return
        }
        switch consent.kind {
        case .array:
            let isGranted = consent.elements.contains { Self.names($0, category) }
            self = isGranted ? .granted : .denied(seen: "a list of granted categories without it")
        case .object: self = Self.finding(of: category, in: consent)
        case .string, .number, .bool, .null:
            self = .denied(seen: "a consent that names no category")
        }
    }

    private static func finding(of category: String, in consent: JSONValue) -> ConsentFinding {
        let answers = [own(category, consent), google(category, consent)].compactMap(\.self)
        if let answer = answers.first(where: \.isDenied) ?? answers.first { return answer }
        if let others = present(consent["*"]) { return finding(of: others) }
        // An answer in a shape of its own may well be a no.
        let isReadable = consent.members.allSatisfy { key, value in
            key.isString("google") || (value.kind != .object && value.kind != .array)
        }
        return isReadable ? .missing : .denied(seen: "a consent that cannot be read")
    }

    private var isDenied: Bool { if case .denied = self { true } else { false } }

    private static func own(_ category: String, _ consent: JSONValue) -> ConsentFinding? {
        guard category != "google" else { return nil }
        return present(consent[category]).map(finding(of:))
    }

    /// Reads one answer: true, granted, yes and 1 are a yes, everything else is a no.
    static func finding(of signal: JSONValue) -> ConsentFinding {
        switch signal.kind {
        case .bool: return signal.bool == true ? .granted : .denied(seen: "false")
        case .number:
            return signal.nonEmptyText == "1" ? .granted : .denied(seen: signal.nonEmptyText == "0" ? "0" : unreadable)
        case .string:
            let word = (signal.string ?? "").filter { !$0.isWhitespace }.lowercased()
            switch word {
            case "granted", "true", "yes", "1": return .granted
            case "denied", "false", "no", "0": return .denied(seen: word)
            default: return .denied(seen: "a text that is neither granted nor denied")
            }
        case .object, .array, .null: return .denied(seen: unreadable)
        }
    }

    private static let unreadable = "neither true, false, granted nor denied"

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
}

// MARK: - Google's consent mode

extension ConsentFinding {
    /// The signals of consent mode (developers.google.com/tag-platform/security/concepts/consent-mode).
    private static let signals: Set = [
        "ad_storage", "ad_user_data", "ad_personalization", "analytics_storage", "functionality_storage",
        "personalization_storage", "security_storage",
    ]

    /// What `google` says of a category: `ad_storage`, or `google.ad_storage` as a path is written.
    private static func google(_ category: String, _ consent: JSONValue) -> ConsentFinding? {
        guard let google = present(consent["google"]) else { return nil }
        let prefix = "google."
        let name = category.hasPrefix(prefix) ? String(category.dropFirst(prefix.count)) : category
        if google.kind == .object { return present(google[name]).map(finding(of:)) }
        guard signals.contains(name) else { return nil }
        return short(google.string ?? "", name)
    }

    /// The short form of consent mode: `G1`, then a digit for `ad_storage`, then one for `analytics_storage`; `-` where
    /// the user was not asked. Nil where it says nothing of a signal.
    private static func short(_ text: String, _ name: String) -> ConsentFinding? {
        let characters = Array(text.utf8)
        guard characters.count >= 4, text.hasPrefix("G1") else { return .denied(seen: unreadable) }
        guard let index = ["ad_storage": 2, "analytics_storage": 3][name] else { return nil }
        switch characters[index] {
        case UInt8(ascii: "1"): return .granted
        case UInt8(ascii: "-"): return nil
        default: return .denied(seen: "denied")
        }
    }
}
