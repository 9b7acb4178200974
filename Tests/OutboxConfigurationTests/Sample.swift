import OutboxConfiguration

/// The texts that the tests start from.
enum Sample {
    /// The smallest configuration without errors and warnings; nine lines.
    static let smallest = """
        version: 1
        sources:
          shop: {}
        destinations:
          main:
            event_source: web
            event_source_id: C4KEXAMPLE0000000000
            access_token: {env: TIKTOK_ACCESS_TOKEN}
            mode: live

        """

    /// The smallest configuration with more lines for its destination, from line 10 on.
    static func destination(_ lines: String...) -> String {
        smallest + lines.map { "    \($0)\n" }.joined()
    }

    /// The smallest configuration with more lines at the top level, from line 10 on.
    static func top(_ lines: String...) -> String {
        smallest + lines.map { "\($0)\n" }.joined()
    }

    /// The smallest configuration with another source in line 3.
    static func source(_ source: String) -> String {
        smallest.replacing("  shop: {}", with: "  shop: \(source)")
    }

    /// The smallest configuration with another value in a destination's line.
    static func replacing(_ key: String, with line: String) -> String {
        smallest.split(separator: "\n").map { $0.hasPrefix("    \(key):") ? "    \(line)" : String($0) }
            .joined(separator: "\n")
    }

    /// Checks a text as if it stood in `/etc/outbox/outbox.yml`.
    static func load(_ text: String) -> ConfigurationReport {
        Configuration.load(bytes: Array(text.utf8), file: "outbox.yml", folder: "/etc/outbox")
    }

    /// Some digest: 32 bytes that depend on all the input.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        var state: UInt8 = 7
        for byte in bytes { state = state &* 31 &+ byte }
        return (0..<32).map { state &+ UInt8($0) }
    }

    /// The whole example of the design, with every key that is built; what is not built is left out.
    static let full = """
        version: 1
        database: outbox.db                    # beside this file; made with mode 0600
        listen: 127.0.0.1:8080
        operators:                             # tokens for the operator API and the pages
          admin: {env: OUTBOX_ADMIN_TOKEN}

        sources:
          shop:    {key: {env: SHOP_KEY}}
          backend: {keys: [{env: BACKEND_KEY}, {file: old.key}], event_id: require}

        identity: {phone_region: GB, external_id: {case: keep}}

        destinations:
          main:
            event_source: web                  # web | app | offline | crm
            event_source_id: C4KEXAMPLE0000000000          # web: the pixel code
            access_token: {env: TIKTOK_ACCESS_TOKEN}       # or {file: path}
            endpoint: https://business-api.tiktok.com/open_api/v1.3/event/track/    # the default
            mode: test                         # test (the default) | live | dry_run
            test_event_code: TEST12345         # mode test: without a code it only dry-runs
            names: classic
            pairing: pixel
            sources: [shop, backend]
            consent: {require: [marketing], when_missing: skip, when_denied: skip}
            filters:
              - event_name: [view_item, add_to_cart, begin_checkout, purchase]
              - user.id: "1042"
            events:                            # nothing else leaves
              view_item: ViewContent
              purchase:
                to: CompletePayment
                map: {event_id: properties.transaction_id}
            map: {properties.currency: "properties.currency ?? 'EUR'"}
            delivery:                          # the defaults; concurrency and rate count requests
              batch: {max: 50, wait: 1s}       # TikTok asks for fewer than 100; up to 1000
              concurrency: 8
              rate: 100/s
              retry: {for: 24h, max_wait: 15m}
              max_event_age: 7d                # offline 28d
              timeout: {connect: 5s, request: 30s}

        privacy: {store: hashed}               # hashed | full
        keep: {bodies: 14d, requests: 14d, records: 400d}

        """
}
