import ArgumentParser
import OutboxConfiguration
import OutboxCore

/// A span of time on the command line, written as in the configuration: `250ms`, `45s`, `10m`, `24h`, `7d`.
struct SpanArgument: ExpressibleByArgument {
    let duration: Duration

    /// The text that stands for the default in the help.
    var defaultValueDescription: String { DurationText.write(duration) }

    init(duration: Duration) {
        self.duration = duration
    }

    init?(argument: String) {
        guard let duration = DurationText.parse(argument), duration > .zero else { return nil }
        self.duration = duration
    }
}
