import OutboxCore
import OutboxRouting

/// The line of `events` that adopts an incoming event, as far as its name tells what it is.
struct Adoption {
    /// The incoming event.
    let name: String
    /// The line, without its indentation; a comment where there is none that `check` would take.
    let text: String
    /// Whether it adopts anything.
    let isPossible: Bool

    /// Looks for the TikTok event of a name: by the shipped table, by the standard names, else a custom one.
    init(of name: String, at rules: DestinationRules) {
        let shipped = ShippedEvents.table(eventSource: rules.eventSource, names: rules.names)
        if let known = shipped.first(where: { $0.name == name.lowercased() }) {
            self.init(name, as: known.tiktokEvent)
        } else if let near = Suggestion.nearest(to: name, among: TikTokEventNames.standard(for: rules.eventSource)) {
            self.init(name, as: Self.spelling(of: near, rules), "a guess by the name: check it")
        } else {
            self.init(name, custom: Self.custom(name), rules)
        }
    }

    private init(_ name: String, as tiktokEvent: String, _ remark: String? = nil) {
        self.name = name
        text = "\(Self.scalar(name)): \(Self.scalar(tiktokEvent))" + (remark.map { "   # \($0)" } ?? "")
        isPossible = true
    }

    private init(impossible name: String, _ reason: String) {
        self.name = name
        text = "# \(Self.scalar(name)) cannot be adopted under its name: \(reason)"
        isPossible = false
    }

    private init(_ name: String, custom: String, _ rules: DestinationRules) {
        switch TikTokEventNames.standing(of: custom, at: rules.eventSource) {
        case .standard, .renamed, .retired: self.init(name, as: custom, "a guess by the name: check it")
        case .reserved(let instead?):
            self.init(
                name, as: Self.spelling(of: instead, rules),
                "TikTok keeps \(custom) for itself and may count it as this: check it")
        case .reserved(nil):
            self.init(
                impossible: name,
                "TikTok keeps \(custom) for itself; name a standard event, or a custom one of your own")
        case .misspelt(let standard):
            self.init(name, as: Self.spelling(of: standard, rules), "a guess by the name: check it")
        case .custom where rules.eventSource == .offline:
            self.init(impossible: name, "an offline event must be a standard event of TikTok")
        case .custom:
            self.init(name, as: custom, "a custom event: for reports, not for optimising; or a standard one")
        }
    }

    private static func spelling(of name: String, _ rules: DestinationRules) -> String {
        rules.eventSource == .app ? name : TikTokEventNames.spelling(of: name, in: rules.names)
    }

    /// A text as YAML takes it for one, as a key and as a value.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.first?.isLetter == true
            && text.utf8.allSatisfy { byte in
                let character = Character(Unicode.Scalar(byte))
                return byte < 0x80 && (character.isLetter || character.isNumber || byte == UInt8(ascii: "_"))
            }
        guard !isPlain || ["null", "true", "false", "yes", "no", "on", "off"].contains(text.lowercased()) else {
            return text
        }
        return "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    /// `quiz_done` as TikTok writes names: `QuizDone`.
    private static func custom(_ name: String) -> String {
        let words = name.split { !($0.isLetter || $0.isNumber) || !$0.isASCII }
        let joined = words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        return joined.isEmpty ? "CustomEvent" : String(joined.prefix(50))
    }
}
