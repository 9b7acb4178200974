/// Every module of the manifest has source files, and every folder of sources is a module of the manifest.
struct ModuleRule {
    private let kinds: Set = ["target", "executableTarget", "testTarget", "systemLibrary", "macro", "plugin"]

    func offences(manifest: SourceFile, files: [SourceFile]) -> [Offence] {
        let modules = modules(of: manifest)
        let folders = Set(files.filter { $0.area.module != nil || $0.area == .test }.map { folder(of: $0.path) })
        let empty = modules.filter { module in
            !files.contains { $0.path.hasPrefix(module.path + "/") }
        }
        // A target may lie deeper: the example service is a package of its own, and is built as part of this one too.
        let paths = Set(modules.map { folder(of: $0.path) })
        let unknown = folders.subtracting(paths).sorted()
        return empty.map { module in
            manifest.offence(
                line: module.line, "\(module.name) has no source file in \(module.path)",
                "a module appears in the package when it has work to do, not before")
        }
            + unknown.map { path in
                Offence(
                    path: path, line: nil, problem: "no target has this folder",
                    remedy: "remove it, or name it in the manifest")
            }
    }

    private struct Module {
        let name: String
        let path: String
        let line: Int
    }

    private func folder(of path: String) -> String {
        path.split(separator: "/").prefix(2).joined(separator: "/")
    }

    private func modules(of manifest: SourceFile) -> [Module] {
        manifest.tokens.indices.compactMap { index in
            let token = manifest.tokens[index]
            guard token.kind == .word, kinds.contains(token.text), manifest.token(at: index - 1)?.isMark(".") == true,
                let end = manifest.closingBracket(of: index + 1),
                let name = argument("name", from: index + 2, to: end, in: manifest)
            else { return nil }
            let folder = token.text == "testTarget" ? "Tests" : "Sources"
            let path = argument("path", from: index + 2, to: end, in: manifest) ?? "\(folder)/\(name)"
            return Module(name: name, path: path, line: token.line)
        }
    }

    /// The text given for a label, brackets inside the call left out.
    private func argument(_ label: String, from start: Int, to end: Int, in manifest: SourceFile) -> String? {
        var index = start
        while index < end {
            if manifest.tokens[index].isWord(label), manifest.token(at: index + 1)?.isMark(":") == true,
                let value = manifest.token(at: index + 2), value.kind == .literal
            {
                return value.text
            }
            index = (manifest.closingBracket(of: index) ?? index) + 1
        }
        return nil
    }
}
