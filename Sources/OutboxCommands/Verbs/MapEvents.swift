import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIntake
import OutboxRouting

/// `outbox map`: what becomes of which event, and where does each field come from?
struct MapEvents: Verb {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: "Show which events leave as what, and where each field gets its value: by default or by your file.",
        discussion: """
            --defaults prints the tables that ship with the product; what you write is laid over them, and reads alike.
            --unmapped lists the events that came in and that no mapping knows, with the lines that adopt them.
            Exit 1: the event that was asked about is not mapped at any destination.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "An incoming event, such as purchase.")
    var event: String?

    @Option(help: "A destination; may be repeated. Without it all.")
    var destination: [String] = []

    @Flag(help: "Print the shipped tables of events and fields.")
    var defaults = false

    @Option(help: "Print a shipped dialect, such as segment.")
    var dialect: String?

    @Flag(help: "List the events that no mapping knows.")
    var unmapped = false

    func validate() throws {
        let questions = [defaults, dialect != nil, unmapped, event != nil].count { $0 }
        guard questions <= 1 else {
            throw ValidationError("one question at a time: --event, --defaults, --dialect or --unmapped")
        }
        if let dialect, DialectName(rawValue: dialect) == nil {
            let names = DialectName.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("--dialect: no dialect \"\(dialect)\"; there is \(names)")
        }
    }

    func perform(_ console: Console) async throws -> ExitStatus {
        if defaults {
            return printFiles([("events.yml", ShippedEvents.text), ("map.yml", ShippedMap.text)], console)
        }
        if let dialect {
            let shipped = DialectName(rawValue: dialect).flatMap { Dialect.shipped[$0] }
            return printFiles([("\(dialect).yml", shipped?.text ?? "")], console)
        }
        let configuration = try Workplace.loadConfiguration(global)
        for name in destination { try Workplace.requireDestination(name, in: configuration) }
        return unmapped
            ? try await listUnmapped(configuration, console) : show(configuration, console)
    }

    private func printFiles(_ files: [(name: String, text: String)], _ console: Console) -> ExitStatus {
        var writer = JSONWriter()
        writer.beginArray()
        for (name, text) in files {
            if files.count > 1 { console.line("# ---- \(name)") }
            console.line(text)
            writer.beginObject()
            writer.member("file", name)
            writer.member("text", text)
            writer.endObject()
        }
        writer.endArray()
        console.document(writer.bytes)
        return .fine
    }

    private func show(_ configuration: Configuration, _ console: Console) -> ExitStatus {
        let views = configuration.destinations
            .filter { destination.isEmpty || destination.contains($0.name) }
            .map { MappingView(settings: $0, file: configuration.file, event: event) }
        var writer = JSONWriter()
        writer.beginArray()
        for (index, view) in views.enumerated() {
            if index > 0 { console.line() }
            view.printLines(console)
            view.write(to: &writer)
        }
        writer.endArray()
        console.document(writer.bytes)
        return views.allSatisfy(\.isUnmapped) ? .problemFound : .fine
    }

    private func listUnmapped(_ configuration: Configuration, _ console: Console) async throws -> ExitStatus {
        let workplace = try await Workplace.open(configuration, .reading)
        defer { workplace.close() }
        var names: [UnmappedName] = []
        if destination.isEmpty { names = try await workplace.archive.unmappedNames(destination: nil, limit: 1000) }
        for name in destination { names += try await workplace.archive.unmappedNames(destination: name, limit: 1000) }
        let view = UnmappedView(names: names, configuration: configuration)
        view.printLines(console)
        console.document(view.document)
        return .fine
    }
}
