/// A module imports only what `AllowedImports` names: the arrows point down.
struct ImportRule: Rule {
    /// What may stand between `import` and the name of the module.
    private let kinds: Set = ["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"]

    func offences(in file: SourceFile) -> [Offence] {
        guard let module = file.area.module else { return [] }
        guard let allowed = AllowedImports.table[module] else {
            let imports = imports(in: file)
            return imports.isEmpty
                ? []
                : [
                    file.offence(
                        "\(module) has no row in AllowedImports", "add one, with what the design lets it import")
                ]
        }
        return imports(in: file).compactMap { imported, line in
            guard !allowed.contains(imported) else { return nil }
            return file.offence(
                line: line, "\(module) may not import \(imported)",
                "it may import \(allowed.sorted().joined(separator: ", ")); pass in what it needs from elsewhere")
        }
    }

    private func imports(in file: SourceFile) -> [(module: String, line: Int)] {
        file.tokens.indices.compactMap { index in
            guard file.tokens[index].isWord("import"), var name = file.token(at: index + 1), name.kind == .word else {
                return nil
            }
            if kinds.contains(name.text), let next = file.token(at: index + 2), next.kind == .word { name = next }
            return (name.text, file.tokens[index].line)
        }
    }
}
