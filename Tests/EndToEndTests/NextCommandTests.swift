import Foundation
import Testing

@Suite("The next command that `why` names")
struct NextCommandTests {
    /// What `why --json` names as the next command.
    private func next(_ folder: OutboxFolder, _ id: String) async throws -> String? {
        let why = try await folder.outbox("why", id, "--json")
        #expect(why.status == 0, "\(why.output)\(why.errors)")
        return try why.object()["next"] as? String
    }

    /// Runs it as it is printed, in a shell; what asks first is told to go on.
    private func run(_ command: String, in folder: OutboxFolder) async throws -> OutboxProcess.Result {
        let bulk = ["outbox retry", "outbox replay", "outbox golive"]
        let said = bulk.contains { command.hasPrefix($0) } ? command + " --yes" : command
        return try await OutboxProcess.shell(said, in: folder.url, environment: OutboxFolder.environment)
    }

    @Test("Each runs as it is printed, and does what it says")
    func runs() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let sandbox = try await SandboxProcess(in: folder)
        try await sandbox.setFaults(#"{"refuse_event_ids":["refused"]}"#)
        let rules = """
            events: {purchase: CompletePayment, order: CompletePayment}
                filters: [{not: [{user.country: DE}]}]
                consent: {require: [marketing]}
            """
        try folder.write("outbox.yml", sandbox.configuration(rules))
        func event(_ id: String, name: String = "purchase", _ user: String = "", consent: Bool = true) -> String {
            #"{"event_name":"\#(name)","event_id":"\#(id)","event_time":"\#(Shop.time)","user":{"id":"1"\#(user)},"#
                + #""consent":{"marketing":\#(consent)}}"#
        }
        try folder.write(
            "in.ndjson",
            [
                event("good"), event("refused"), event("filtered", #","country":"DE""#),
                event("denied", consent: false), event("unmapped", name: "it's a quiz"), event("good", name: "order"),
            ].joined(separator: "\n"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        let waiting = try #require(try await next(folder, "refused"))
        #expect(try await run(waiting, in: folder).status == 1, "one is refused: \(waiting)")
        for id in ["refused", "filtered", "denied", "unmapped", "#6"] {
            guard let command = try await next(folder, id) else { continue }
            let result = try await run(command, in: folder)
            #expect(result.status == 0, "\(id): \(command): \(result.output)\(result.errors)")
        }
        // A paused one goes on; a cancelled one comes back; what is unmapped no more is replayed.
        #expect(try await folder.outbox("retry", "refused", "--yes").status == 0)
        #expect(try await folder.outbox("pause", "main").status == 0)
        let resume = try #require(try await next(folder, "refused"))
        #expect(try await run(resume, in: folder).output.contains("runs again"), "\(resume)")
        #expect(try await folder.outbox("cancel", "refused", "--yes").status == 0)
        let retry = try #require(try await next(folder, "refused"))
        #expect(try await run(retry, in: folder).output.contains("1 retried"), "\(retry)")
        try folder.write(
            "outbox.yml", sandbox.configuration(rules.replacing("order:", with: "\"it's a quiz\": Contact, order:")))
        let adopt = try #require(try await next(folder, "unmapped"))
        #expect(try await run(adopt, in: folder).output.contains("1 replayed"), "\(adopt)")
    }

    @Test("Out of test mode in one line")
    func dryRun() async throws {
        let folder = try OutboxFolder()
        try folder.write("in.ndjson", Shop.event("purchase", "e1"))
        #expect(try await folder.outbox("enqueue", "in.ndjson").status == 0)
        #expect(try await folder.outbox("drain").status == 0)
        let command = try #require(try await next(folder, "e1"))
        let result = try await run(command, in: folder)
        #expect(result.status == 0, "\(command): \(result.output)\(result.errors)")
        #expect(result.output.contains("main is live"), "\(result.output)")
        let replay = try #require(try await next(folder, "e1"))
        #expect(try await run(replay, in: folder).output.contains("1 replayed"), "\(replay)")
    }
}
