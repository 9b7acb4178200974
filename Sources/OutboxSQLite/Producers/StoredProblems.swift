import OutboxCore

/// The problems of a reject as they stand in its row: JSON.
enum StoredProblems {
    static func write(_ problems: [EventProblem]) -> String {
        var writer = JSONWriter()
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.key("path")
            writer.string(problem.path)
            writer.key("problem")
            writer.string(problem.problem)
            writer.endObject()
        }
        writer.endArray()
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    static func read(_ text: String) -> [EventProblem] {
        guard let document = try? JSONDocument(Array(text.utf8)) else { return [] }
        return document.root.elements.map { element in
            EventProblem(path: element["path"]?.string ?? "", problem: element["problem"]?.string ?? "")
        }
    }
}
