/// No function above 70 lines, from its first line to its closing brace.
///
/// Initialisers, computed properties and subscripts are functions too. Where a property or subscript has accessors,
/// each accessor is measured by itself.
struct FunctionLengthRule: Rule {
    private let limit = 70

    func offences(in file: SourceFile) -> [Offence] {
        file.declarations.compactMap { declaration in
            guard isMeasured(declaration, in: file), let body = declaration.body else { return nil }
            let first = file.tokens[declaration.index].line
            let length = file.tokens[body.upperBound].line - first + 1
            guard length > limit else { return nil }
            return file.offence(
                line: first, "`\(declaration.name)` has \(length) lines, \(limit) are allowed",
                "give a part of it a name of its own")
        }
    }

    private func isMeasured(_ declaration: Declaration, in file: SourceFile) -> Bool {
        switch declaration.keyword {
        case "func", "init", "deinit": true
        case "var", "subscript": !hasAccessors(declaration, in: file)
        case let keyword: Declaration.accessors.contains(keyword)
        }
    }

    private func hasAccessors(_ declaration: Declaration, in file: SourceFile) -> Bool {
        guard let body = declaration.body else { return false }
        return file.declarations.contains { inner in
            Declaration.accessors.contains(inner.keyword) && inner.depth == declaration.depth + 1
                && body.contains(inner.index)
        }
    }
}
