import OutboxCore
import OutboxYAML

/// One mapping of the file with the keys that may stand in it.
struct Section {
    /// The keys from the top; empty for the file itself.
    let path: String
    /// The line of its key.
    let line: Int
    /// Where problems go.
    let diagnostics: Diagnostics
    private var entries: [YAMLEntry]
    /// The keys that another section gave, and that were judged there.
    private var inherited: Set<String> = []
    /// Keys that an unknown one probably stands for.
    private var misspelled: Set<String> = []

    /// Opens a mapping of names that the user chooses.
    init?(_ setting: Setting, line: Int? = nil, example: String) {
        guard case .mapping(let entries) = setting.node.content else {
            setting.mismatch("a mapping", example: example)
            return nil
        }
        path = setting.path
        self.line = line ?? setting.line
        diagnostics = setting.diagnostics
        self.entries = entries
    }

    /// Opens a mapping of known keys and reports the others; `renamed` says what other products' words are called here.
    init?(_ setting: Setting, line: Int? = nil, keys: [String], renamed: [String: String] = [:], example: String) {
        self.init(setting, line: line, example: example)
        diagnostics.note(keys: keys, of: path)
        for entry in entries where !keys.contains(entry.key) {
            let suggestion = renamed[entry.key] ?? Suggestion.nearest(to: entry.key, among: keys)
            if let suggestion { misspelled.insert(suggestion) }
            diagnostics.report(
                .error, Self.path(path, entry.key), "unknown key \(Quoting.quoted(entry.key))", suggestion,
                line: entry.line)
        }
    }

    /// Takes over the entries of another section that this one does not have, but for some; what is said about them is
    /// said there, not here.
    mutating func inherit(from other: Section, except: Set<String>) {
        for entry in other.entries where !has(entry.key) && !except.contains(entry.key) {
            entries.append(entry)
            inherited.insert(entry.key)
        }
    }

    /// Whether the value of a key is another section's.
    func isInherited(_ key: String) -> Bool { inherited.contains(key) }

    /// All entries in the file's order, each as a setting with its key.
    var all: [(key: String, line: Int, setting: Setting)] {
        entries.map { ($0.key, $0.line, setting(for: $0)) }
    }

    /// Whether the key is written.
    func has(_ key: String) -> Bool {
        entries.contains { $0.key == key }
    }

    /// The value of a key, or nil where it is left out.
    subscript(key: String) -> Setting? {
        entries.first { $0.key == key }.map(setting(for:))
    }

    /// The line of a key, else of the section.
    func line(of key: String) -> Int {
        entries.first { $0.key == key }?.line ?? line
    }

    /// The value of a key that must be there; where it is only misspelled, that is said already.
    func required(_ key: String, example: String) -> Setting? {
        if let setting = self[key] { return setting }
        guard !misspelled.contains(key) else { return nil }
        diagnostics.report(
            .error, Self.path(path, key), "missing; it is needed", "\(key): \(example)", line: line)
        return nil
    }

    /// Notes an error at a key.
    func error(_ key: String, _ problem: String, _ suggestion: String? = nil) {
        guard !isInherited(key) else { return }
        diagnostics.report(.error, Self.path(path, key), problem, suggestion, line: line(of: key))
    }

    /// Notes a warning at a key.
    func warning(_ key: String, _ problem: String, _ suggestion: String? = nil, lint: Lint? = nil) {
        guard !isInherited(key) else { return }
        diagnostics.report(.warning, Self.path(path, key), problem, suggestion, line: line(of: key), lint: lint)
    }

    /// The path of a key below a path.
    static func path(_ path: String, _ key: String) -> String {
        let isWord =
            !key.isEmpty
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
        guard isWord, key.utf8.count <= 100, !Quoting.looksLikeToken(key) else {
            return "\(path)[\(Quoting.quoted(key))]"
        }
        return path.isEmpty ? key : "\(path).\(key)"
    }

    private func setting(for entry: YAMLEntry) -> Setting {
        let diagnostics = isInherited(entry.key) ? Diagnostics(file: diagnostics.file) : diagnostics
        return Setting(path: Self.path(path, entry.key), node: entry.value, diagnostics: diagnostics)
    }
}
