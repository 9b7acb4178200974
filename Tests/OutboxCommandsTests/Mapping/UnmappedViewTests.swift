import OutboxConfiguration
import OutboxCore
import OutboxRouting
import Testing

@testable import OutboxCommands

@Suite("The lines that adopt unmapped events")
struct UnmappedViewTests {
    private func view(_ names: [String], _ eventSource: String, events: String? = nil) throws -> UnmappedView {
        let text =
            """
            version: 1
            sources:
              shop: {}
            destinations:
              main:
                event_source: \(eventSource)
                event_source_id: \(eventSource == "web" ? "C4KEXAMPLE0000000000" : "7012345678901234567")
                access_token: {env: TIKTOK_ACCESS_TOKEN}

            """ + (events.map { "    events: \($0)\n" } ?? "")
        let report = Configuration.load(bytes: Array(text.utf8), file: "outbox.yml", folder: "/etc/outbox")
        let configuration = try #require(report.configuration, "\(report.errors)")
        let time = Timestamp(milliseconds: 1_790_000_000_000)
        let unmapped = names.map {
            UnmappedName(
                source: "shop", destination: "main", eventName: $0, count: 1, firstSeenAt: time, lastSeenAt: time)
        }
        return UnmappedView(names: unmapped, configuration: configuration)
    }

    private static let names = [
        "page_view", "PageView", "view_form", "add_billing", "browse", "checkout", "click_form", "consult",
        "registration", "start_checkout", "add_to_cart_2", "complete_payment", "Click Button", "place order",
        "quiz_done",
        "\u{e9}t\u{e9}", "\"quoted\"", "on", "purchase", "addtocart", "launch_app", "42",
    ]

    @Test("are taken by check, whatever TikTok keeps for itself", arguments: ["web", "app", "offline", "crm"])
    func adopted(_ eventSource: String) throws {
        for name in Self.names {
            let view = try view([name], eventSource)
            let lines = view.snippet.split(separator: "\n").dropFirst(2).joined(separator: "\n")
            let text =
                """
                version: 1
                sources: {shop: {}}
                destinations:
                  main:
                    event_source: \(eventSource)
                    event_source_id: C4KEXAMPLE0000000000
                    access_token: {env: TIKTOK_ACCESS_TOKEN}
                \(lines)
                """
            let report = Configuration.load(bytes: Array(text.utf8), file: "outbox.yml", folder: "/etc/outbox")
            #expect(report.errors.isEmpty, "\(name): \(report.errors)\n\(text)")
        }
    }

    @Test("say what cannot be adopted, and why")
    func refused() throws {
        let view = try view(["page_view", "add_billing"], "web", events: "{purchase: CompletePayment}")
        #expect(view.snippet.contains("add_billing: AddPaymentInfo"), "\(view.snippet)")
        #expect(
            view.snippet.contains("# page_view cannot be adopted under its name: TikTok keeps PageView for itself"),
            "\(view.snippet)")
        let alone = try self.view(["page_view"], "web", events: "{purchase: CompletePayment}")
        #expect(!alone.snippet.contains("events:"), "\(alone.snippet)")
        let offline = try self.view(["quiz_done"], "offline", events: "{purchase: CompletePayment}")
        #expect(offline.snippet.contains("# quiz_done cannot be adopted"), "\(offline.snippet)")
    }
}
