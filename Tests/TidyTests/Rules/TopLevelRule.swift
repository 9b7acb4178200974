/// The top level of the repository holds what the design names, and dotfiles; nothing else, and nothing less.
struct TopLevelRule {
    private let names: Set = ["Package.swift", "Sources", "Tests", "migrations", "README.md", "deploy", "LICENSE"]

    func offences(in paths: [String]) -> [Offence] {
        let found = Set(paths.compactMap { $0.split(separator: "/").first.map(String.init) })
        let extra = found.filter { !$0.hasPrefix(".") }.subtracting(names).sorted().map { name in
            Offence(
                path: name, line: nil, problem: "it stands at the top level",
                remedy: "move it below one of \(names.sorted().joined(separator: ", "))")
        }
        let missing = names.subtracting(found).sorted().map { name in
            Offence(path: name, line: nil, problem: "it is missing at the top level", remedy: "bring it back")
        }
        return extra + missing
    }
}
