import OutboxCore
import OutboxYAML

// Where the database is, in a file that has errors: an operator must be able to look and to stop things then.
extension ConfigurationReader {
    private static let key = "database"

    /// The path, unless what is wrong may be the path itself.
    var databasePathDespiteErrors: String? {
        let isDoubtful = diagnostics.errors.contains { error in
            error.path.isEmpty || error.path == Self.key || error.suggestion == Self.key
        }
        return isDoubtful ? nil : configuration.databasePath
    }

    /// The path in a text that is no YAML: by its one line that begins with the key, or the default where nothing but
    /// comments speaks of it. Nil where that is not certain.
    static func databasePath(ofUnreadable text: String, file: String, folder: String) -> String? {
        let written = text.split(whereSeparator: \.isNewline).filter { $0.first { $0 != " " } != "#" }
        guard !written.contains(where: isMisspelled) else { return nil }
        let lines = written.filter { $0.contains(key) }
        guard let line = lines.first else { return FilePath.absolute(Configuration.defaultDatabase, in: folder) }
        guard lines.count == 1, line.hasPrefix("\(key):"),
            let root = try? YAMLDocument.parse(String(line)), case .mapping = root.content
        else { return nil }
        return read(String(line), file: file, folder: folder).databasePath
    }

    /// Whether a line begins with an unknown key that probably stands for this one.
    private static func isMisspelled(_ line: Substring) -> Bool {
        guard let colon = line.firstIndex(of: ":"), !keys.contains(String(line[..<colon])) else { return false }
        let name = String(line[..<colon])
        return (renamedKeys[name] ?? Suggestion.nearest(to: name, among: keys)) == key
    }
}
