import ArgumentParser
import OutboxCore
import OutboxDispatch
import OutboxSandbox

/// `outbox sandbox`: a stand-in for TikTok's endpoint.
struct SandboxServer: Verb {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Stand in for TikTok's endpoint on this machine: check like the original, misbehave on request.",
        discussion: """
            POST /open_api/v1.3/event/track/ answers as TikTok documents it; GET /tally says what was taken; \
            POST /faults and POST /reset change the run. Loopback only.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "The port; 0 takes a free one and says which.")
    var port = 0

    @Option(help: "The token that is asked for; without it any but an empty one is taken.")
    var token: String?

    @Option(help: "The pixel code that is known; without it any.")
    var pixel: String?

    @Option(help: "The seed of the faults.")
    var seed: UInt64 = 1

    @Option(help: "How late every answer comes, such as 20ms.")
    var delay: SpanArgument?

    @Option(help: ArgumentHelp("A fault and how often it happens; may be repeated.", valueName: "kind=rate"))
    var fault: [String] = []

    func validate() throws {
        guard (0...65535).contains(port) else { throw ValidationError("--port: a port is 0 to 65535") }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
        var settings = SandboxSettings()
        settings.port = port
        settings.token = token
        settings.eventSourceID = pixel
        settings.seed = seed
        settings.delay = delay?.duration ?? .zero
        do {
            for fault in fault { try settings.addFault(fault) }
            try await run(Sandbox(settings: settings), console)
        } catch let error as SandboxError {
            throw CommandFailure(.usage, code: "sandbox", "\(error)")
        }
        return .fine
    }

    /// Serves until a signal ends it.
    private func run(_ sandbox: Sandbox, _ console: Console) async throws {
        let source = await SignalSource([.terminate, .interrupt])
        defer { source.cancel() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await sandbox.run { port in
                    console.line("listening on 127.0.0.1:\(port)")
                    var writer = JSONWriter()
                    writer.beginObject()
                    writer.member("port", port)
                    writer.endObject()
                    console.document(writer.bytes)
                }
            }
            group.addTask {
                for await _ in source.signals { return }
            }
            try await group.next()
            group.cancelAll()
        }
    }
}
