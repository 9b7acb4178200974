import OutboxCore
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    private static let consentKeys = ["require", "when_missing", "when_denied", "pixel", "ldu"]

    /// Reads `consent` of a destination.
    func readConsent(_ section: Section, into rules: inout DestinationRules) {
        let example = "{require: [marketing]}"
        guard let setting = section["consent"],
            let consent = Section(
                setting, keys: Self.consentKeys,
                renamed: [
                    "required": "require", "category": "require", "categories": "require", "missing": "when_missing",
                    "denied": "when_denied", "limited_data_use": "ldu",
                ],
                example: example)
        else { return }
        var read = ConsentRules(require: readCategories(consent))
        read.line = section.line(of: "consent")
        if let policy = consent["when_missing"]?.choice(
            ConsentRules.MissingPolicy.self, others: ["limited_data_use": "ldu", "drop": "skip"])
        {
            read.whenMissing = policy
        }
        if let policy = consent["when_denied"]?.choice(
            ConsentRules.DeniedPolicy.self, others: ["limited_data_use": "ldu", "drop": "skip", "send": "skip"])
        {
            read.whenDenied = policy
        }
        readLimitedDataUse(consent, into: &read, identity: rules)
        if let pixel = consent["pixel"]?.string(example: "marketing") {
            read.pixel = pixel
            if !read.require.contains(pixel) || read.require.count > 1 {
                consent.warning(
                    "pixel",
                    "the pixel is governed by \(Quoting.quoted(pixel)), this destination by "
                        + "\(read.require.map { Quoting.quoted($0) }.joined(separator: " and ")): "
                        + "one side reports users of whom the other says nothing",
                    "require: [\(pixel)]", lint: .consentDiffersFromPixel)
            }
        }
        if read.mayLimitDataUse, TikTokFields.field(at: "limited_data_use", for: rules.eventSource) == nil {
            setting.error(
                "TikTok takes limited_data_use of web and app events only, not of \(rules.eventSource.rawValue) events",
                "skip")
        }
        rules.consent = read
    }

    private func readCategories(_ consent: Section) -> [String] {
        guard let setting = consent.required("require", example: "[marketing]"),
            let items = setting.list(example: "[marketing]")
        else { return [] }
        if items.isEmpty {
            setting.error("an empty list: name a category, or remove `consent`", "[marketing]")
        }
        var categories: [String] = []
        for item in items {
            guard let category = item.string(example: "marketing") else { continue }
            if categories.contains(category) { item.warning("named twice") } else { categories.append(category) }
        }
        return categories
    }

    private func readLimitedDataUse(
        _ consent: Section, into read: inout ConsentRules, identity rules: DestinationRules
    ) {
        guard let setting = consent["ldu"],
            let limited = Section(setting, keys: ["when"], example: "{when: {user.country: US}}"),
            let when = limited.required("when", example: "{user.country: US}")
        else { return }
        read.limitedDataUse = condition(when, rules.conditionGrammar)
    }
}
