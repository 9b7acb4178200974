import ArgumentParser
import Foundation

/// `deploy/fuzz`: random input for parts of the outbox.
@main
struct FuzzCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy/fuzz",
        abstract: "Gives random input to a part of the outbox and looks at what becomes of it.",
        subcommands: [JSON.self, Mapping.self]
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

extension FuzzCommand {
    /// Mappings and conditions: `deploy/fuzz mapping`.
    struct Mapping: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compiles and evaluates random mappings and conditions over random events.",
            discussion: "Exit code 0: all kept their promises; 1: some did not, the first twenty are printed."
        )

        @Option(help: "How many cases.")
        var cases = 1_000_000

        @Option(help: "The number of the first case, to look at one again.")
        var from = 0

        @Option(help: "What the cases are made from; without it a new one, which is printed.")
        var seed: UInt64?

        func validate() throws {
            guard cases > 0, from >= 0 else { throw ValidationError("--cases and --from count cases.") }
        }

        func run() async throws {
            let fuzz = MappingFuzz(seed: seed ?? UInt64.random(in: 0...UInt64(UInt32.max)))
            print("seed \(fuzz.seed)")
            let cases = cases
            let report = await fuzz.run(from..<from + cases) { done in
                if done % 100_000 == 0 {
                    FileHandle.standardError.write(Data("\(done) of \(cases) cases\n".utf8))
                }
            }
            for fault in report.faults.prefix(20) { print(fault) }
            print(report)
            if !report.faults.isEmpty { throw ExitCode(1) }
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
