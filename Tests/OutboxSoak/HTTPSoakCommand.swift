import ArgumentParser

/// Events over HTTP into the real `outbox serve`, which is killed again and again; exit 0 only if nothing acknowledged
/// is lost and nothing is there twice.
struct HTTPSoakCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http",
        abstract: "Post to a server that is killed under load, and see that what it acknowledged is there once.")

    @OptionGroup var options: SoakOptions

    @Option(help: "How often the server is killed with SIGKILL and started again.")
    var rounds = 50

    @Option(help: "Connections that post at the same time.")
    var clients = 6

    func run() throws {
        try options.run { seed, limit in
            try HTTPSoak(outbox: options.outbox, rounds: rounds, clients: clients, seed: seed, limit: limit)
        }
    }
}
