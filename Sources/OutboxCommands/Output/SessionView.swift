import OutboxConfiguration
import OutboxCore
import OutboxMapping

/// Test sessions, for people and for programs.
struct SessionView {
    /// Clear identities in their conditions hidden.
    private let sessions: [TestSession]
    private let now: Timestamp

    init(sessions: [TestSession], configuration: Configuration, now: Timestamp) {
        self.sessions = sessions.map { $0.hidden(by: configuration) }
        self.now = now
    }

    /// Prints them for people; the age of a code tells whether it may be stale.
    func printLines(_ console: Console) {
        guard !sessions.isEmpty else {
            console.line("no session")
            return
        }
        var table = Table([">#", "DESTINATION", "MATCHES", "CODE", "CODE'S AGE", "STATE", "BY"])
        for session in sessions {
            table.append([
                session.id.description, session.destination, HiddenConstants.shortened(session.match), session.code,
                age(of: session),
                state(of: session), session.startedBy,
            ])
        }
        for line in table.lines { console.line(line) }
    }

    private func age(of session: TestSession) -> String {
        LocalTime.span(seconds: Double((now - session.startedAt).wholeMilliseconds) / 1000)
    }

    private func state(of session: TestSession) -> String {
        if session.isRunning(at: now) {
            let left = Double((session.end - now).wholeMilliseconds) / 1000
            return "runs, \(LocalTime.span(seconds: left)) left"
        }
        return session.stoppedAt == nil ? "ended \(LocalTime.text(session.endsAt))" : "stopped"
    }

    /// The sessions as the one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for session in sessions { write(session, to: &writer) }
        writer.endArray()
        return writer.bytes
    }

    /// The one session as the one document of `--json`.
    var documentOfOne: [UInt8] {
        var writer = JSONWriter()
        for session in sessions.prefix(1) { write(session, to: &writer) }
        return writer.bytes
    }

    private func write(_ session: TestSession, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("id", Int(session.id.rawValue))
        writer.member("destination", session.destination)
        writer.member("match", session.match)
        writer.member("code", session.code)
        writer.member("started_at", session.startedAt)
        writer.member("ends_at", session.endsAt)
        writer.member("stopped_at", session.stoppedAt?.iso8601)
        writer.member("started_by", session.startedBy)
        writer.key("running")
        writer.bool(session.isRunning(at: now))
        writer.endObject()
    }
}

extension TestSession {
    /// The session with digests in place of the clear identities in its condition, which an earlier version kept.
    func hidden(by configuration: Configuration) -> TestSession {
        var session = self
        session.match = configuration.hiddenConstants.text(ofCondition: match)
        return session
    }
}
