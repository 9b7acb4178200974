/// What library code never says, as rows of words.
struct BannedCallRule: Rule {
    private struct Ban {
        let words: [String]
        let remedy: String
        var except: Set<String> = []
        var exceptFiles: Set<String> = []
    }

    private static let bans: [Ban] = [
        Ban(words: ["try", "!"], remedy: "let the error through, or catch it and act on it"),
        Ban(words: ["as", "!"], remedy: "use `as?` and say what happens otherwise"),
        Ban(words: ["fatalError", "("], remedy: "throw an error that can be acted on"),
        Ban(words: ["print", "("], remedy: "return the text to the commands, or log it", except: faces),
        Ban(words: ["Thread", ".", "sleep"], remedy: "arm a timer"),
        Ban(words: ["usleep", "("], remedy: "arm a timer", exceptFiles: busyWaits),
        Ban(words: ["Task", ".", "detached"], remedy: "use a task group, so that someone waits for it"),
        Ban(words: ["Task", "{"], remedy: bareTask, except: startsTasks),
        Ban(words: ["Task", "("], remedy: bareTask, except: startsTasks),
        Ban(words: ["Task", ".", "init"], remedy: bareTask, except: startsTasks),
        Ban(words: ["Task", ".", "immediate"], remedy: bareTask, except: startsTasks),
    ]

    private static let faces: Set = ["OutboxCommands", "OutboxTool", "OutboxBenchmark"]
    private static let startsTasks: Set = ["OutboxCommands", "OutboxDispatch"]
    /// The waits for a lock on the database's file run on the store's own queue, which nobody else needs meanwhile.
    private static let busyWaits: Set = [
        "Sources/OutboxSQLite/Connection/BusyWait.swift", "Sources/OutboxSQLite/Writing/GroupCommitter.swift",
    ]
    private static let bareTask = "use a task group, so that someone waits for it and its errors are seen"

    private let bansByFirstWord = Dictionary(grouping: bans) { $0.words[0] }

    func offences(in file: SourceFile) -> [Offence] {
        guard let module = file.area.module else { return [] }
        return file.tokens.indices.compactMap { index in
            let token = file.tokens[index]
            guard token.kind == .word, let bans = bansByFirstWord[token.text], !isMember(index, of: file),
                let ban = bans.first(where: { matches($0, at: index, in: file) }), !ban.except.contains(module),
                !ban.exceptFiles.contains(file.path)
            else { return nil }
            return file.offence(line: token.line, "`\(ban.words.joined())` is banned in \(module)", ban.remedy)
        }
    }

    private func matches(_ ban: Ban, at index: Int, in file: SourceFile) -> Bool {
        ban.words.indices.allSatisfy { offset in
            guard let token = file.token(at: index + offset), token.kind != .literal else { return false }
            let word = ban.words[offset]
            return word == "!" ? token.text.hasPrefix("!") && token.touchesPrevious : token.text == word
        }
    }

    /// Whether the word belongs to something else of that name: `parser.print(…)`, `func print(…)`.
    private func isMember(_ index: Int, of file: SourceFile) -> Bool {
        guard let previous = file.token(at: index - 1) else { return false }
        if previous.isWord("func") { return true }
        return previous.isMark(".") && file.token(at: index - 2)?.isWord("Swift") != true
            && file.token(at: index - 2)?.isWord("Foundation") != true
    }
}
