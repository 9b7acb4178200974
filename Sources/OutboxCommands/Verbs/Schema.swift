import ArgumentParser
import OutboxConfiguration
import OutboxIntake

/// `outbox schema`: prints JSON Schema.
struct Schema: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema (2020-12) of an event or of the configuration.",
        discussion: """
            An editor with YAML support completes the configuration by it: outbox schema configuration > schema.json, \
            and in the first line of outbox.yml: # yaml-language-server: $schema=schema.json
            """)

    /// What there is a schema of.
    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case event
        case configuration
    }

    @OptionGroup var global: GlobalOptions

    @Argument(help: "event or configuration.")
    var subject: Subject

    func perform(_ console: Console) async throws -> ExitStatus {
        switch subject {
        case .event: console.result(EventSchema.json)
        case .configuration: console.result(ConfigurationSchema.json)
        }
        return .fine
    }
}
