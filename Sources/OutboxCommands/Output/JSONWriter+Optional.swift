import OutboxCore

extension JSONWriter {
    /// Writes a text, or null.
    mutating func optionalString(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    /// Writes a whole number, or null.
    mutating func optionalInteger(_ number: Int?) {
        if let number { integer(Int64(number)) } else { null() }
    }

    /// Writes a member whose value is a text or null.
    mutating func member(_ name: String, _ text: String?) {
        key(name)
        optionalString(text)
    }

    /// Writes a member whose value is a whole number or null.
    mutating func member(_ name: String, _ number: Int?) {
        key(name)
        optionalInteger(number)
    }

    /// Writes a member whose value is a time as ISO 8601 UTC with milliseconds.
    mutating func member(_ name: String, _ time: Timestamp) {
        key(name)
        string(time.iso8601)
    }

    /// Writes a member whose value is an array of texts.
    mutating func strings(_ name: String, _ texts: [String]) {
        key(name)
        beginArray()
        for text in texts { string(text) }
        endArray()
    }

    /// Writes a member whose value is an array of problems, each with its path.
    mutating func problems(_ name: String, _ problems: [EventProblem]) {
        key(name)
        self.problems(problems)
    }
}
