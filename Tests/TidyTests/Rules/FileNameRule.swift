/// One main type a file, and the file named after it: `Type.swift`, or `Type+Aspect.swift`.
///
/// Small types that only the main one needs may stand beside it.
struct FileNameRule: Rule {
    private let limitBeside = 50

    func offences(in file: SourceFile) -> [Offence] {
        guard file.isSwift, file.name != "main", file.name != "Package", !file.declarations.isEmpty else { return [] }
        let main = String(file.name.prefix { $0 != "+" })
        guard file.declarations.contains(where: { isNamed(main, $0) }) else {
            return [
                file.offence(
                    "no type, protocol or extension in it is called \(main)",
                    "name the file after its main type: Type.swift or Type+Aspect.swift")
            ]
        }
        return file.declarations.compactMap { declaration in
            guard declaration.isType, declaration.depth == 0, declaration.name != main, let body = declaration.body
            else { return nil }
            let first = file.tokens[declaration.index].line
            let length = file.tokens[body.upperBound].line - first + 1
            guard length > limitBeside else { return nil }
            return file.offence(
                line: first, "\(declaration.name) is a second main type of \(length) lines",
                "move it into \(declaration.name).swift")
        }
    }

    private func isNamed(_ name: String, _ declaration: Declaration) -> Bool {
        guard declaration.isType || ["extension", "typealias"].contains(declaration.keyword) else { return false }
        return declaration.name == name || declaration.name.split(separator: ".").contains { $0 == name }
    }
}
