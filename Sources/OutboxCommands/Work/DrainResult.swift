import OutboxCore
import OutboxWorker

/// What one drain did, by destination, and how it ended.
struct DrainResult {
    /// One destination's part.
    struct Destination {
        var name: String
        var tally = LaneTally()
        /// Deliveries that still wait.
        var remaining = 0
        /// Whether the destination is paused, and by what.
        var pause: Pause?
        /// The other process that worked the lane.
        var owner: String?
        /// Whether it left the file, so that nobody works it.
        var isRemoved = false
    }

    var destinations: [Destination]
    var seconds: Double

    private var total: LaneTally { destinations.reduce(into: LaneTally()) { $0 += $1.tally } }
    private var remaining: Int { destinations.reduce(0) { $0 + $1.remaining } }
    private var paused: Int { destinations.reduce(0) { $0 + ($1.pause == nil ? 0 : $1.remaining) } }

    /// The exit status: refused before what remains, what remains before what failed.
    var status: ExitStatus {
        let isRefused = destinations.contains { destination in
            destination.remaining > 0 && destination.pause.map { $0.cause != .operator } ?? false
        }
        if isRefused { return .refused }
        if remaining > 0 { return .tryLater }
        return total.failed > 0 ? .problemFound : .fine
    }

    /// The one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        write(total, to: &writer)
        writer.member("remaining", remaining)
        writer.member("paused", paused)
        writer.member("requests", total.requests)
        writer.key("seconds")
        writer.raw(Array(String((seconds * 1000).rounded() / 1000).utf8))
        writer.key("destinations")
        writer.beginArray()
        for destination in destinations {
            writer.beginObject()
            writer.member("name", destination.name)
            write(destination.tally, to: &writer)
            writer.member("remaining", destination.remaining)
            writer.member("paused", destination.pause == nil ? 0 : destination.remaining)
            writer.member("requests", destination.tally.requests)
            writer.member("owner", destination.owner)
            writer.member("why_paused", destination.pause?.why)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    /// Prints the result for people.
    func printLines(_ console: Console) {
        var table = Table(["DESTINATION", ">DELIVERED", ">SKIPPED", ">FAILED", ">REMAINING", ">REQUESTS"])
        for destination in destinations {
            let tally = destination.tally
            table.append([
                destination.name, String(tally.delivered + tally.deliveredWithWarnings + tally.validated),
                String(tally.skipped + tally.dryRun), String(tally.failed), String(destination.remaining),
                String(tally.requests),
            ])
        }
        for line in table.lines { console.line(line) }
        for destination in destinations {
            if let pause = destination.pause, destination.remaining > 0 {
                console.line("\(destination.name) is paused by \(pause.by) (\(pause.cause.name)): \(pause.why)")
                console.line("  go on with `outbox resume \(destination.name)`")
            }
            if let owner = destination.owner { console.line("\(destination.name) was worked by \(owner)") }
            if destination.isRemoved {
                console.line(
                    "\(destination.name): \(destination.remaining) wait for a destination that is no longer in the "
                        + "file: outbox cancel --destination \(destination.name), and outbox replay --to another")
            }
            if destination.tally.deliveredWithWarnings > 0 {
                console.line("\(destination.name): \(destination.tally.deliveredWithWarnings) delivered with warnings")
            }
            if destination.tally.failed > 0 {
                console.line(
                    "\(destination.name): outbox list --state failed --destination \(destination.name) "
                        + "shows what failed"
                )
            }
        }
        console.line(Self.sentence(status, seconds))
    }

    private static func sentence(_ status: ExitStatus, _ seconds: Double) -> String {
        let time = "\((seconds * 10).rounded() / 10) s"
        return switch status {
        case .refused: "TikTok refuses a destination: its events wait until that is mended (\(time))"
        case .tryLater: "some remain: run `outbox drain` again later (\(time))"
        case .problemFound: "nothing remains, some failed (\(time))"
        default: "nothing remains (\(time))"
        }
    }

    private func write(_ tally: LaneTally, to writer: inout JSONWriter) {
        writer.member("delivered", tally.delivered)
        writer.member("delivered_with_warnings", tally.deliveredWithWarnings)
        writer.member("validated", tally.validated)
        writer.member("skipped", tally.skipped)
        writer.member("dry_run", tally.dryRun)
        writer.member("failed", tally.failed)
    }
}
