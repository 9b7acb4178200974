extension JSONWriter {
    /// Writes problems as an array of objects, each with its `path` and `problem`; read by
    /// ``EventProblem/list(in:)``.
    package mutating func problems(_ problems: [EventProblem]) {
        beginArray()
        for problem in problems {
            beginObject()
            key("path")
            string(problem.path)
            key("problem")
            string(problem.problem)
            endObject()
        }
        endArray()
    }
}

extension EventProblem {
    /// The problems of an array that `JSONWriter.problems` wrote.
    package static func list(in array: JSONValue) -> [EventProblem] {
        array.elements.map {
            EventProblem(path: $0["path"]?.string ?? "", problem: $0["problem"]?.string ?? "")
        }
    }
}
