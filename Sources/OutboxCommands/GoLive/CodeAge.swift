import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// How long a destination has had its test code, by the configurations that the store remembers.
struct CodeAge {
    let archive: any OutboxArchive
    let configuration: Configuration

    /// Time since the first of the newest configurations in a row that have the code; nil where none has it.
    func age(of code: String, at destination: String, now: Timestamp) async throws -> Duration? {
        var first: Timestamp?
        let stored = try await archive.configurations(limit: 50).sorted { $0.firstSeenAt > $1.firstSeenAt }
        for revision in stored {
            guard let text = try await archive.text(of: revision.id) else { continue }
            let report = Configuration.load(
                bytes: Array(text.utf8), file: configuration.file, folder: Configuration.folder(of: configuration.file))
            guard report.configuration?.destination(named: destination)?.rules.testEventCode == code else { break }
            first = revision.firstSeenAt
        }
        return first.map { now - $0 }
    }
}
