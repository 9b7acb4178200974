/// All rules, and the one way to apply them.
enum Checker {
    static let rules: [any Rule] = [
        FileLengthRule(),
        LineLengthRule(),
        FunctionLengthRule(),
        FileNameRule(),
        EmptyFileRule(),
        DocumentationRule(),
        ImportRule(),
        ForceUnwrapRule(),
        BannedCallRule(),
        UnfinishedWorkRule(),
        SourceHandlerRule(),
        UncheckedSendableRule(),
        UnsafeFlagsRule(),
        TestSleepRule(),
    ]

    /// The offences in one file, by line.
    static func offences(in file: SourceFile) -> [Offence] {
        rules.flatMap { $0.offences(in: file) }.sorted { ($0.line ?? 0) < ($1.line ?? 0) }
    }

    static func offences(path: String, text: String) -> [Offence] {
        offences(in: SourceFile(path: path, text: text))
    }

    /// The offences in all files, and those of the package as a whole.
    static func offences(in repository: Repository) -> [Offence] {
        var found = repository.files.flatMap { offences(in: $0) }
        if let manifest = repository.files.first(where: { $0.path == "Package.swift" }) {
            found += ModuleRule().offences(manifest: manifest, files: repository.files)
        }
        return found
    }
}
