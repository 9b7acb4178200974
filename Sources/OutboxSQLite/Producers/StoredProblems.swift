import OutboxCore

/// The problems of a reject as they stand in its row: JSON.
enum StoredProblems {
    static func write(_ problems: [EventProblem]) -> String {
        var writer = JSONWriter()
        writer.problems(problems)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func read(_ text: String) -> [EventProblem] {
        guard let document = try? JSONDocument(Array(text.utf8)) else { return [] }
        return EventProblem.list(in: document.root)
    }
}
