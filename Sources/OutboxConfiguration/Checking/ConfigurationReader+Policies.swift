import OutboxCore
import OutboxIntake
import OutboxYAML

extension ConfigurationReader {
    /// Reads `identity`.
    mutating func readIdentity(_ section: Section) {
        guard let setting = section["identity"],
            let identity = Section(
                setting, keys: ["phone_region", "external_id"],
                renamed: ["region": "phone_region", "country": "phone_region"], example: "{phone_region: GB}")
        else { return }
        if let setting = identity["phone_region"], let region = setting.string(example: "GB") {
            readPhoneRegion(region, setting)
        }
        guard let setting = identity["external_id"],
            let external = Section(setting, keys: ["case"], example: "{case: keep}")
        else { return }
        if let choice = external["case"]?.choice(
            ExternalIDCase.self, others: ["upper": "keep", "lowercase": "lower"])
        {
            configuration.identity.lowercasesExternalID = choice == .lower
        }
    }

    private enum ExternalIDCase: String, CaseIterable {
        case keep
        case lower
    }

    private mutating func readPhoneRegion(_ region: String, _ setting: Setting) {
        guard IntakeRules.knowsPhoneRegion(region) else {
            return setting.error(
                "not a region code of two capital letters (ISO 3166), such as GB: \(Quoting.quoted(region))",
                IntakeRules.suggestedPhoneRegion(for: region))
        }
        configuration.identity.phoneRegion = region
    }

    /// Reads `privacy`.
    mutating func readPrivacy(_ section: Section) {
        guard let setting = section["privacy"],
            let privacy = Section(
                setting, keys: ["store", "scrub"], renamed: ["keep": "keep, beside privacy"],
                example: "{store: hashed}")
        else { return }
        if let store = privacy["store"]?.choice(
            PrivacySettings.Storage.self, others: ["clear": "full", "plain": "full", "hash": "hashed"])
        {
            configuration.privacy.store = store
            if store == .full {
                privacy.warning("store", "e-mail addresses, phone numbers and names are kept in clear on this disk")
            }
        }
        if let scrub = privacy["scrub"]?.choice(
            IntakeRules.Scrub.self, others: ["true": "on", "yes": "on", "false": "off", "no": "off"])
        {
            configuration.privacy.scrub = scrub
        }
    }

    /// Reads `keep`, when the destinations are known.
    mutating func readKeep(_ section: Section) {
        let day = 24 * 3600
        guard let setting = section["keep"],
            let keep = Section(
                setting, keys: ["bodies", "requests", "records", "echoes"], renamed: ["metadata": "records"],
                example: "{bodies: 14d, requests: 14d, records: 400d}")
        else { return }
        if ["bodies", "requests", "records"].contains(where: keep.has) { warnNotBuilt(section, "keep") }
        let range = Duration.seconds(3600)...Duration.seconds(3650 * day)
        if let bodies = keep["bodies"]?.duration(in: range) { configuration.keep.bodies = bodies }
        if let requests = keep["requests"]?.duration(in: range) { configuration.keep.requests = requests }
        // TikTok's window is 48 hours.
        let echoRange = Duration.seconds(3 * day)...Duration.seconds(90 * day)
        if let echoes = keep["echoes"]?.duration(in: echoRange) { configuration.keep.echoes = echoes }
        guard let setting = keep["records"], let records = setting.duration(in: range) else { return }
        configuration.keep.records = records
        // Until then a repeat must be known as one.
        let oldest = configuration.destinations.map(\.delivery.maxEventAge).max() ?? .zero
        let least = oldest + .seconds(2 * day)
        if records < least {
            setting.error(
                "records must be kept 48 hours longer than the oldest event that is sent (max_event_age)",
                DurationText.write(least))
        }
    }
}
