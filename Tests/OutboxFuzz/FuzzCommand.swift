import ArgumentParser
import Foundation

/// `deploy/fuzz`: random input against another implementation.
@main
struct FuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy/fuzz",
        abstract: "Gives random input to a part of the outbox and to another implementation, and compares.",
        subcommands: [JSON.self]
    )

    /// Documents: `deploy/fuzz json`.
    struct JSON: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Reads random documents with OutboxCore and with Foundation.",
            discussion: "Exit code 0: they agree on each document; 1: they do not, the first twenty are printed."
        )

        @Option(help: "How many documents.")
        var documents = 1_000_000

        @Option(help: "The number of the first document, to look at one again.")
        var from = 0

        @Option(help: "What the documents are made from; without it a new one, which is printed.")
        var seed: UInt64?

        func validate() throws {
            guard documents > 0, from >= 0 else { throw ValidationError("--documents and --from count documents.") }
        }

        func run() async throws {
            let fuzz = JSONFuzz(seed: seed ?? UInt64.random(in: 0...UInt64(UInt32.max)))
            print("seed \(fuzz.seed)")
            let documents = documents
            let report = await fuzz.run(from..<from + documents) { done in
                if done % 100_000 == 0 {
                    FileHandle.standardError.write(Data("\(done) of \(documents) documents\n".utf8))
                }
            }
            for difference in report.differences.prefix(20) { print(difference) }
            print(report)
            if !report.differences.isEmpty { throw ExitCode(1) }
        }
    }
}

extension JSONFuzz.Report: CustomStringConvertible {
    /// The counts in one line.
    package var description: String {
        let stricter = stricter.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return "\(documents) documents: \(accepted) taken; refused by rules that Foundation does not have: "
            + "\(stricter.isEmpty ? "none" : stricter); \(differences.count) differences"
    }
}
