/// The part of the repository a file belongs to: the rules differ between them.
enum Area: Equatable, Sendable {
    /// A module below `Sources`.
    case source(module: String)
    /// The module of a database's migrations, below `migrations`.
    case migration
    /// A target below `Tests`.
    case test
    /// Shell scripts in `deploy` and `.ci`.
    case script
    /// `Package.swift` and everything else.
    case other

    init(path: String) {
        let parts = path.split(separator: "/")
        switch parts.first {
        case "Sources" where parts.count > 2: self = .source(module: String(parts[1]))
        case "migrations": self = .migration
        case "Tests": self = .test
        case "deploy", ".ci": self = .script
        default: self = .other
        }
    }

    /// The module whose rules hold for the file; nil for tests, scripts and the manifest.
    var module: String? {
        switch self {
        case .source(let module): module
        case .migration: "OutboxSQLiteMigrations"
        case .test, .script, .other: nil
        }
    }
}
