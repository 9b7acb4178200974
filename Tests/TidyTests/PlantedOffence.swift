import Testing

/// A piece of code with one offence in it, and what must be said about it.
struct PlantedOffence: Sendable, CustomTestStringConvertible {
    let kind: String
    var path = "Sources/OutboxWorker/Lane.swift"
    let text: String
    let line: Int?
    /// Words of the problem.
    let problem: String

    var testDescription: String { kind }

    /// The text of a file that breaks no rule, with some lines inside its one type.
    static func type(_ name: String = "Lane", holding lines: String) -> String {
        "struct \(name) {\n\(lines)\n}\n"
    }

    /// A function of so many lines, the braces included.
    static func function(_ declaration: String, lines: Int) -> String {
        "\(declaration) {\n" + String(repeating: "    work()\n", count: lines - 2) + "}"
    }
}
