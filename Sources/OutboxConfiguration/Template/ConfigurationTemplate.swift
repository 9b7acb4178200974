import OutboxCore

/// The first configuration: commented for somebody who sees one for the first time, in `mode: test`.
package struct ConfigurationTemplate: Sendable {
    /// What it is made of.
    package let answers: ConfigurationAnswers

    /// A template from answers that have no `problems`; from others the text may not pass the check.
    package init(_ answers: ConfigurationAnswers) {
        self.answers = answers
    }

    /// The file's text.
    package var text: String {
        [head, sources, destinations, foot].joined(separator: "\n")
    }

    private var head: String {
        """
        # tiktok-outbox: what comes in, where it goes, and how.
        # Run `outbox check` after every change. Secrets never stand in this file, only where each is found:
        # {env: NAME_OF_AN_ENVIRONMENT_VARIABLE} or {file: path}.
        version: 1

        # Every event, delivery and answer is kept here. A relative path begins at this file's folder.
        database: \(quoted(answers.database))

        # Where `outbox serve` takes events over HTTP, once a source has a key. The default:
        # listen: 127.0.0.1:8080

        """
    }

    private var sources: String {
        """
        # Who hands over events. Each event says its name (such as `purchase`), its time and its event_id.
        sources:
          \(key(answers.source)):
            # An event without event_id is refused. `generate` makes one, but then TikTok cannot tell that the browser
            # pixel reported the same purchase, and counts it twice.
            event_id: require

            # With a key it may hand events over by HTTP to `outbox serve`: at least 16 characters, such as
            # `openssl rand -hex 24` makes.
            # key: {env: OUTBOX_WRITE_KEY}

        """
    }

    private var destinations: String {
        """
        # Where events go. A destination is one TikTok event source with its access token and its rules.
        destinations:
          \(key(answers.destination)):
            # web: a pixel; app; offline: an offline event set; crm: a CRM event set.
            event_source: \(answers.eventSource.rawValue)

            # The \(ConfigurationQuestion.idName(answers.eventSource)).
        \(comment(ConfigurationQuestion.idPlace(answers.eventSource)))
            event_source_id: \(quoted(answers.eventSourceID))

            # The token stays outside of this file: export \(answers.tokenEnvironment)=...
            # TikTok Events Manager, your data source, Settings, Generate Access Token.
            access_token: {env: \(quoted(answers.tokenEnvironment))}

            # test: events go out with the test code, show up in Test Events and count for nothing.
            # live: events count. dry_run: nothing is sent, `outbox` shows what would be.
            mode: test

            # TikTok Events Manager, your data source, Test Events, Test server events. A new session there may have a
            # new code. Without a code `mode: test` only dry-runs. Remove the code when you go live.
        \(testEventCode)

            # To try everything on this machine first: run `outbox sandbox --port 8090` and send to it, under any token.
            # endpoint: http://127.0.0.1:8090/open_api/v1.3/event/track/

        \(names)    # Only what is listed here leaves, under the name on the right. Left out, TikTok's standard events
            # leave under the names of the shipped table (view_item, add_to_cart, begin_checkout, purchase and others).
            # events:
            #   purchase: \(purchase)

            # The defaults; concurrency and rate count requests. TikTok asks for fewer than 100 events in a request.
            # delivery:
            #   batch: {max: 50, wait: 1s}
            #   concurrency: 8
            #   rate: 100/s
            #   retry: {for: 24h, max_wait: 15m}
        \(echo)
        """
    }

    private var testEventCode: String {
        answers.testEventCode.map { "    test_event_code: \(quoted($0))" } ?? "    # test_event_code: TEST12345"
    }

    private var names: String {
        guard ConfigurationQuestion.names.isAsked(after: answers) else { return "" }
        return """
                # classic: CompletePayment, SubmitForm. current: Purchase, Lead. As your pixel sends them: TikTok takes
                # two reports for one event only if name and event_id are the same.
                names: \(answers.names.rawValue)


            """
    }

    private var echo: String {
        guard answers.eventSource == .web else { return "" }
        return """

                # Pages report what their pixel sent (names and ids alone), so that `outbox dedup` can tell whether
                # TikTok counts each event once. The key is public: it stands in the script of `outbox snippet`.
                # echo:
                #   key: shop-web-2026
                #   origins: ["https://shop.example"]
                #   url: "https://events.shop.example"

            """
    }

    private var purchase: String {
        answers.eventSource == .app || answers.names == .current ? "Purchase" : "CompletePayment"
    }

    private var foot: String {
        """
        # The region of phone numbers that come without a country code; without it such numbers are dropped.
        # identity: {phone_region: GB}

        """
    }

    // A sentence as comment lines of at most 116 columns, indented like a destination's keys.
    private func comment(_ sentence: String) -> String {
        var lines: [String] = []
        var line = "    #"
        for word in sentence.split(separator: " ") {
            if line.count + 1 + word.count > 116 {
                lines.append(line)
                line = "    #"
            }
            line += " " + word
        }
        return (lines + [line]).joined(separator: "\n")
    }

    // Names are letters, digits, hyphens and underscores; only some of them would mean something else to YAML.
    private func key(_ name: String) -> String {
        name.first.map { $0.isLetter } == true ? name : quoted(name)
    }

    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            if character == "\"" || character == "\\" { quoted += "\\" }
            quoted.append(character)
        }
        return quoted + "\""
    }
}
