import Foundation
import Testing

@Suite("outbox why")
struct WhyTests {
    private func why(
        _ folder: OutboxFolder, _ id: String, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let result = try await folder.outbox("why", id)
        for word in words {
            #expect(result.output.contains(word), "\(result.output)\(result.errors)", sourceLocation: sourceLocation)
        }
    }

    private func deliver(_ folder: OutboxFolder, _ events: [String], drain: Int32) async throws {
        try folder.write("in.ndjson", events.joined(separator: "\n"))
        let enqueue = try await folder.outbox("enqueue", "in.ndjson")
        #expect(enqueue.status == 0, "\(enqueue.output)\(enqueue.errors)")
        let result = try await folder.outbox("drain", "--timeout", "20s")
        #expect(result.status == drain, "\(result.output)\(result.errors)")
    }

    @Test("What was skipped: the condition with the value it saw, its line, how many are alike, the next command")
    func skipped() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write(
            "outbox.yml",
            sandbox.configuration(
                """
                filters: [user.country: {in: [FR, BE]}]
                    consent: {require: [marketing]}
                    events: {purchase: CompletePayment, order: CompletePayment, old: Contact}
                """))
        let france = #""user":{"id":"1","country":"FR"},"consent":{"marketing":true}"#
        func event(_ name: String, _ id: String, _ more: String, time: String = Shop.time) -> String {
            #"{"event_name":"\#(name)","event_id":"\#(id)","event_time":"\#(time)",\#(more)}"#
        }
        let old = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-9 * 86_400))
        try await deliver(
            folder,
            [
                event("purchase", "good", france),
                event("purchase", "german", #""user":{"country":"DE"},"consent":{"marketing":true}"#),
                event("purchase", "german2", #""user":{"country":"DE"},"consent":{"marketing":true}"#),
                event("purchase", "denied", #""user":{"country":"FR"},"consent":{"marketing":false}"#),
                event("old", "old", france, time: old),
            ], drain: 0)
        try await why(
            folder, "german", "a filter did not hold", "user.country: expected one of \"FR\", \"BE\", saw \"DE\"",
            "destinations.main.filters[0], line 15", "1 other is alike (purchase, filter)",
            "outbox replay '#2'")
        try await why(
            folder, "denied", "a required consent was missing or denied",
            "consent.marketing: expected granted, saw false", "line 16")
        try await why(folder, "old", "it is older than the destination takes", "event_time: older than 168 hours")
        try await deliver(folder, [event("order", "good", france)], drain: 0)
        try await why(folder, "#6", "the same TikTok event with the same event_id had been sent there within 48 hours")
        let text = sandbox.configuration("consent: {require: [marketing]}")
        try folder.write("outbox.yml", text)
        try await why(
            folder, "german", "Today's configuration would send it as CompletePayment",
            "of the configuration, which the file no longer is", "next: outbox replay '#2'")
        let json = try await folder.outbox("why", "german", "--json")
        #expect(try json.object()["alike"] as? Int == 1)
        #expect(try await folder.outbox("why", "nobody").status == 1)
    }

    @Test("What has failed: TikTok's refusal, what is missing, the time that is spent")
    func failed() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try await sandbox.setFaults(#"{"refuse_event_ids":["bad"]}"#)
        try folder.write(
            "outbox.yml",
            sandbox.configuration().replacingOccurrences(
                of: "dialect: native", with: "dialect: native\n    event_id: generate"))
        try await deliver(
            folder,
            [
                Shop.event("purchase", "bad"),
                #"{"id":"p-1","event_name":"purchase","event_time":"\#(Shop.time)","user":{"id":"1"}}"#,
            ], drain: 1)
        try await why(folder, "bad", "TikTok refused this very event", "code 40002", "outbox retry '#1'")
        try await why(
            folder, "p-1", "it cannot become a legal TikTok event", "made by the outbox",
            "Map what is missing; `outbox retry '#2'` sends it then", "next: outbox map --event purchase")
        try folder.write(
            "outbox.yml",
            sandbox.configuration().replacingOccurrences(of: "retry: {for: 1h", with: "retry: {for: 0s"))
        try await sandbox.setFaults(#"{"refuse_event_ids":[],"server-error":1}"#)
        try await deliver(folder, [Shop.event("purchase", "late")], drain: 1)
        try await why(folder, "late", "the time for retries is spent", "next: outbox retry '#3'")
    }

    @Test("What is held because it could count twice says so, and how it goes all the same")
    func mayCountTwice() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try folder.write("outbox.yml", sandbox.configuration())
        let time = ISO8601DateFormatter().string(from: Date().addingTimeInterval(-3 * 86_400))
        let event =
            #"{"event_name":"purchase","event_id":"late","event_time":"\#(time)","user":{"id":"1"},"#
            + #""context":{"page":{"url":"https://shop.example/"}}}"#
        try await deliver(folder, [event], drain: 1)
        try await why(
            folder, "late", "sending it could count twice, so it is held until you decide",
            "event_time: the pixel sent it more than 47 hours ago",
            "next: outbox retry '#1' --even-if-counted-twice")
    }

    @Test("What was cancelled after its request broke off may have arrived: the result, the answer and why say so")
    func cancelledTooLate() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder, "--fault", "reset-after=1")
        try folder.write("outbox.yml", sandbox.configuration())
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        _ = try await folder.outbox("drain", "--timeout", "6s")
        let cancel = try await folder.outbox("cancel", "e1", "--yes", "--json")
        #expect(try cancel.object()["may_have_arrived"] as? Int == 1, "\(cancel.output)\(cancel.errors)")
        try await why(folder, "e1", "was taken back and will not go again", "it may have arrived at main before")
        #expect(try await sandbox.tally("distinct") == 1)
    }

    @Test("A destination that only shows what it would send says so, and how it goes live")
    func dryRun() async throws {
        let folder = try OutboxFolder()
        try await deliver(folder, [Shop.event("purchase", "e1")], drain: 0)
        try await why(
            folder, "e1", "the destination only shows what it would send", "mode: dry_run; would be sent as",
            "next: outbox golive main\n", "`outbox replay --destination main --reason dry_run` sends")
    }
}
