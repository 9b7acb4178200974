import Foundation
import Testing

/// One row of what can go wrong: what is handed over to what, the exit code, words of the message, and what the
/// database holds afterwards.
struct TroubleCase: Sendable, CustomTestStringConvertible {
    var name: String
    /// A file of the folder, and what stands in it.
    var file = "events.ndjson"
    var input = Data()
    /// The command line; left out, the file is enqueued.
    var arguments: [String] = []
    var configuration = OutboxFolder.configuration()
    var environment = OutboxFolder.environment
    /// Programs in front of the binary.
    var wrapper: [String] = []
    /// What happened before.
    var before: @Sendable (OutboxFolder) async throws -> Void = { _ in }
    var status: Int32
    /// Words that stand in the output or on stderr.
    var words: [String]
    /// Events in the database afterwards; nil where `after` tells more.
    var events: Int?
    /// What else holds afterwards.
    var after: @Sendable (OutboxFolder, OutboxProcess.Result) async throws -> Void = { _, _ in }

    var testDescription: String { name }

    /// A row about a file.
    init(
        _ name: String, file: String = "events.ndjson", _ input: String, _ status: Int32, _ words: [String], events: Int
    ) {
        self.init(name, file: file, data: Data(input.utf8), status, words, events: events)
    }

    /// A row about a file of any bytes.
    init(_ name: String, file: String = "events.ndjson", data: Data, _ status: Int32, _ words: [String], events: Int) {
        self.init(name, status, words, events: events)
        self.file = file
        input = data
    }

    /// A row about something else, which `change` sets up; three good events are handed over.
    init(
        _ name: String, _ status: Int32, _ words: [String], events: Int?,
        _ change: (inout TroubleCase) -> Void = { _ in }
    ) {
        (self.name, self.status, self.words, self.events) = (name, status, words, events)
        input = Data(OutboxFolder.lines(0..<3).joined(separator: "\n").utf8)
        change(&self)
    }

    static let all = aboutInput + aboutSurroundings
}
