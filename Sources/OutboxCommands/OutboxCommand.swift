import ArgumentParser

/// The root of the command line.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "A durable outbox for TikTok conversions.",
        discussion: """
            Events are kept in SQLite, delivered to TikTok's Events API 2.0, and every answer is on record.
            Begin with `outbox init`, then `outbox check`, `outbox enqueue FILE`, `outbox drain`.

            Exit codes: 0 fine, 1 a problem was found, 2 usage, 3 configuration, 4 database or service out of reach, \
            5 TikTok refuses a destination, 75 try later.
            """,
        version: Version.text,
        subcommands: [
            Initialize.self, Check.self, MapEvents.self, TestFile.self, Enqueue.self, Serve.self, Reload.self,
            Diff.self, Drain.self, Status.self, List.self, Show.self, Why.self, Session.self, GoLive.self, Consent.self,
            PauseDestination.self, ResumeDestination.self, Retry.self, Replay.self, Cancel.self, Rejects.self,
            Snippet.self, Echo.self, Dedup.self, Schema.self, SandboxServer.self,
        ]
    )
}
