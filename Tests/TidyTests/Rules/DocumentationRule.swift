/// Every public and package declaration has a `///` comment directly above that claims something.
///
/// The requirements of such a protocol count as such declarations; the cases of an enumeration do not.
struct DocumentationRule: Rule {
    private let wordsOfAClaim = 3

    func offences(in file: SourceFile) -> [Offence] {
        let protocols = file.declarations.filter { $0.keyword == "protocol" && $0.access != nil }
        return file.declarations.compactMap { declaration in
            guard !Declaration.accessors.contains(declaration.keyword), declaration.keyword != "extension",
                declaration.access != nil || isRequirement(declaration, of: protocols)
            else { return nil }
            let line = file.tokens[declaration.index].line
            let words = documentation(of: declaration, in: file).map(\.wordCount).reduce(0, +)
            guard words < wordsOfAClaim else { return nil }
            let title = declaration.name == declaration.keyword ? "" : " \(declaration.name)"
            return file.offence(
                line: line,
                "`\(declaration.keyword)\(title)` \(words == 0 ? "has no" : "has hardly a") `///` comment",
                "say in a sentence directly above it what it does and what the caller must know")
        }
    }

    private func isRequirement(_ declaration: Declaration, of protocols: [Declaration]) -> Bool {
        protocols.contains { outer in
            outer.depth + 1 == declaration.depth && outer.body?.contains(declaration.index) == true
        }
    }

    private func documentation(of declaration: Declaration, in file: SourceFile) -> [SourceComment] {
        let first = file.tokens[declaration.first].line
        let last = file.tokens[declaration.index].line
        let above = file.comments(above: first)
        let between = first == last ? [] : file.comments.filter { first < $0.firstLine && $0.lastLine < last }
        return (above + between).filter(\.isDocumentation)
    }
}
