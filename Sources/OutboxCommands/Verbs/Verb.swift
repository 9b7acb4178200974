import ArgumentParser

/// One verb of the command line: an operator's question, or something to do.
protocol Verb: AsyncParsableCommand {
    /// The options that every verb takes.
    var global: GlobalOptions { get }

    /// Answers the question on the console and says how it ended. Throws `CommandFailure` or `StoreError`.
    func perform(_ console: Console) async throws -> ExitStatus
}

extension Verb {
    /// Runs the verb outside the command line's own entry, which reads the exit status instead.
    mutating func run() async throws {
        let status = try await perform(Console(printsJSON: global.printsJSON))
        if status != .fine { throw ExitCode(status.rawValue) }
    }
}
