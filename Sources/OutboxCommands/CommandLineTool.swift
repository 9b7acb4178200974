import ArgumentParser
import OutboxCore

/// The command line `outbox`: parses, runs one verb, prints failures in one shape, and says how the process ends.
package enum CommandLineTool {
    /// Runs with the given arguments (without the program's name) and returns the exit status.
    package static func run(_ arguments: [String]) async -> Int32 {
        let printsJSON = arguments.contains("--json")
        do {
            let command = try OutboxCommand.parseAsRoot(arguments)
            guard let verb = command as? any Verb else {
                // `help` and the bare command: their own `run` prints what there is.
                var command = command
                try command.run()
                return ExitStatus.fine.rawValue
            }
            return await run(verb)
        } catch {
            return usage(error, Console(printsJSON: printsJSON))
        }
    }

    private static func run(_ verb: some Verb) async -> Int32 {
        let console = Console(printsJSON: verb.global.printsJSON)
        do {
            let status = try await verb.perform(console)
            return (console.isResultIncomplete ? .outOfReach : status).rawValue
        } catch let failure as CommandFailure {
            return report(failure, console)
        } catch let error as StoreError {
            return report(CommandFailure(error), console)
        } catch {
            return report(CommandFailure(.outOfReach, code: "unexpected", "unexpected: \(error)"), console)
        }
    }

    private static func report(_ failure: CommandFailure, _ console: Console) -> Int32 {
        console.endProgress()
        console.document(failure.document)
        console.note("outbox: \(failure.message)")
        return failure.status.rawValue
    }

    /// Help and the version are results; everything else the parser says is a wrong command line.
    private static func usage(_ error: any Error, _ console: Console) -> Int32 {
        let message = OutboxCommand.fullMessage(for: error)
        guard OutboxCommand.exitCode(for: error) != .success else {
            console.result(Array((message + "\n").utf8))
            return (console.isResultIncomplete ? ExitStatus.outOfReach : .fine).rawValue
        }
        let first = OutboxCommand.message(for: error)
        console.document(CommandFailure(.usage, code: "usage", first).document)
        console.note(message)
        return ExitStatus.usage.rawValue
    }
}
