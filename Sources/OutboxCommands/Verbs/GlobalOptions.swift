import ArgumentParser

/// The options that every verb takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "The configuration file. Without it: $OUTBOX_CONFIG, else ./outbox.yml.", valueName: "file"))
    var configuration: String?

    @Flag(name: .customLong("json"), help: "Print the result as one JSON document on stdout.")
    var printsJSON = false
}
