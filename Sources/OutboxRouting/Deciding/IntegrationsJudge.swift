import OutboxCore

/// Judges what an event says of the destinations it is meant for: Segment's and RudderStack's `integrations`, a switch
/// by the destination's name that consent managers set. A no is not for the configuration to overrule.
///
/// TikTok's names are those of Segment (`TikTok Conversions`, `TikTok Pixel`), of RudderStack (`TIKTOK_ADS`,
/// `TikTok Ads`) and every other that begins with TikTok, in any case, but for those of its audiences, which are no
/// conversions. `All` says what holds for the destinations that are not named.
enum IntegrationsJudge {
    /// What keeps an event from TikTok, in words; nil where nothing does.
    static func denial(in event: JSONValue) -> String? {
        guard let integrations = event["integrations"], integrations.kind == .object else { return nil }
        var isNamed = false
        var all: String?
        for (key, value) in integrations.members where !value.isNull {
            guard let name = key.string else { continue }
            if name.lowercased() == "all" {
                all = denial(name, value)
            } else if isTikTok(name) {
                if let denial = denial(name, value) { return denial }
                isNamed = true
            }
        }
        return isNamed ? nil : all
    }

    /// Options for a destination are a yes; what cannot be read is a no, as of a consent.
    private static func denial(_ name: String, _ value: JSONValue) -> String? {
        guard value.kind != .object, value.kind != .array, case .denied(let seen) = ConsentFinding.finding(of: value)
        else { return nil }
        let path = JSONPath([.key("integrations"), .key(name)])
        return "\(path): expected true for TikTok, saw \(seen)"
    }

    private static func isTikTok(_ name: String) -> Bool {
        let letters = name.lowercased().filter(\.isLetter)
        return letters.hasPrefix("tiktok") && !letters.contains("audience")
    }
}
