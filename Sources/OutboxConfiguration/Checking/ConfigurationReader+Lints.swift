import OutboxCore
import OutboxIntake
import OutboxMapping
import OutboxRouting
import OutboxYAML

extension ConfigurationReader {
    /// Incoming events that happen together, so that both under one TikTok name count twice.
    private static let twins = [
        ["search", "view_search_results"], ["purchase", "complete_payment"], ["generate_lead", "submit_form"],
        ["sign_up", "complete_registration"], ["file_download", "download"],
    ]

    /// Reads `acknowledge`: the warnings that somebody has seen and wants to see no more.
    func readAcknowledgements(_ section: Section) -> Set<Lint> {
        guard let setting = section["acknowledge"],
            let items = setting.list(example: "[\(Lint.customEvent.rawValue)]")
        else { return [] }
        return Set(items.compactMap { $0.choice(Lint.self) })
    }

    /// Looks at the whole for what works otherwise than one may think.
    func lint() {
        guard diagnostics.errors.isEmpty else { return }
        for destination in configuration.destinations {
            lintPageViews(destination.rules)
            lintTwins(destination.rules)
            lintPairing(destination)
            lintEcho(destination)
            lintScrubbed(destination.rules)
            lintConsent(destination)
        }
        lintSentTwice()
        lintTokens()
    }

    private func lintPageViews(_ rules: DestinationRules) {
        for (name, alternatives) in rules.events ?? [:] where ["page_view", "pageview"].contains(name.lowercased()) {
            for rule in alternatives where rule.to == "ViewContent" && rule.when == nil {
                diagnostics.report(
                    .warning, Section.path("destinations.\(rules.name).events", name),
                    "every page becomes ViewContent, which TikTok means for pages that matter, such as a product's",
                    "view_item: ViewContent, or a `when`", line: rule.line, lint: .pageViewAsViewContent)
            }
        }
    }

    private func lintTwins(_ rules: DestinationRules) {
        guard let events = rules.events else { return }
        for twins in Self.twins {
            let mapped = twins.compactMap { name in events[name].map { (name: name, rules: $0) } }
            guard mapped.count == twins.count, let last = mapped.last else { continue }
            let names = mapped.map { Set($0.rules.map { $0.to ?? "" }) }
            guard let first = names.first, !names.dropFirst().reduce(first, { $0.intersection($1) }).isEmpty else {
                continue
            }
            diagnostics.report(
                .warning, Section.path("destinations.\(rules.name).events", last.name),
                "\(mapped[0].name) and \(last.name) happen together, and both become the same TikTok event",
                "keep one of them", line: last.rules.first?.line, lint: .overlappingEvents)
        }
    }

    private func lintPairing(_ destination: DestinationSettings) {
        let rules = destination.rules
        let events = EffectiveMapping(rules: rules).events.values.flatMap(\.self)
        let isOpen = events.contains { rule in
            let isMapped = (rules.map.entries + rule.map.entries).contains {
                $0.target == "event_id" && $0.rule != nil
            }
            return (rule.pairing ?? rules.pairing) == .pixel && !isMapped
        }
        guard rules.eventSource == .web, isOpen else { return }
        for name in destination.listensTo {
            guard let source = configuration.source(named: name), source.rules.eventID == .generate else { continue }
            diagnostics.report(
                .warning, "destinations.\(rules.name).pairing",
                "the pixel sends these events too, but source \(name) may hand them over without the pixel's event_id "
                    + "(event_id: generate); those end as failed: invalid",
                "event_id: require, map: {event_id: ...}, or pairing: server_only",
                line: rules.lines["pairing"] ?? destination.line, lint: .pairedWithoutEventID)
        }
    }

    private func lintEcho(_ destination: DestinationSettings) {
        guard let echo = destination.echo, destination.like == nil else { return }
        let names = PixelNames(rules: destination.rules)
        guard names.names.isEmpty, names.other == nil, names.undecided.isEmpty else { return }
        diagnostics.report(
            .warning, "destinations.\(destination.name).echo",
            "no event of this destination is one that the pixel sends too, so that there is nothing to report",
            "pairing: pixel", line: echo.line, lint: .echoWithoutPixel)
    }

    /// Whole addresses in a condition are compared as the digests that intake makes of them; parts of them cannot be.
    private func lintScrubbed(_ rules: DestinationRules) {
        guard rules.scrubsTexts, !rules.storesClearEvents else { return }
        let conditions = rules.filters + (rules.events ?? [:]).values.flatMap(\.self).compactMap(\.when)
        for comparison in conditions.flatMap(\.comparisons) {
            guard
                [.contains, .notContains, .startsWith, .endsWith, .matches, .notMatches]
                    .contains(comparison.comparison), comparison.constants.contains(where: Self.isPartOfAddress)
            else { continue }
            diagnostics.report(
                .warning, "destinations.\(rules.name).filters",
                "\(Quoting.bare(comparison.subject)): an e-mail address in an event is kept as its digest, so no part "
                    + "of one is ever found",
                "the whole address, or privacy: {scrub: off}", line: comparison.line, lint: .scrubbedFilter)
        }
    }

    /// Whether a text has the domain of an e-mail address in it, such as `@gmail.com`; `@48.85` and `/@jane` are none.
    private static func isPartOfAddress(_ text: String) -> Bool {
        text.split(separator: "@", omittingEmptySubsequences: false).dropFirst().contains { rest in
            guard let dot = rest.firstIndex(of: "."), rest.first?.isLetter == true else { return false }
            return rest[rest.index(after: dot)...].first?.isLetter == true
        }
    }

    /// Google's events speak of its signals; of other categories only where somebody added them.
    private func lintConsent(_ destination: DestinationSettings) {
        guard let consent = destination.rules.consent else { return }
        let signals = ["ad_storage", "ad_user_data", "ad_personalization", "analytics_storage"]
        let own = consent.require.filter { category in !signals.contains { "google.\($0)".hasSuffix(category) } }
        guard !own.isEmpty,
            let source = destination.listensTo.first(where: { configuration.source(named: $0)?.rules.dialect == .ga4 })
        else { return }
        diagnostics.report(
            .warning, "destinations.\(destination.name).consent.require",
            "source \(source) speaks ga4, whose events say \(signals.joined(separator: ", ")), and of "
                + own.map { Quoting.quoted($0) }.joined(separator: " and ")
                + " only where their `consent` has that too",
            "require: [ad_storage, ad_user_data]", line: consent.line, lint: .consentNotInDialect)
    }

    /// A token that is pasted into a comment is in the file all the same, and in its backups.
    private func lintTokens() {
        for (index, line) in configuration.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "+" && $0 != "=" }
            guard words.contains(where: { Quoting.looksLikeToken(String($0)) && !Self.isDigest($0) }) else { continue }
            diagnostics.report(
                .warning, "", "something here looks like an access token (not shown)",
                "take it out and make a new one: this file is copied, kept and read", line: index + 1,
                lint: .tokenInFile)
        }
    }

    private static func isDigest(_ word: Substring) -> Bool {
        word.utf8.count == 64 && word.allSatisfy(\.isHexDigit)
    }
}
