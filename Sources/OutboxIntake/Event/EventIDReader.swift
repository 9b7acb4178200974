import OutboxCore

/// Reads `event_id` and `id`: a string, or a number printed as JavaScript prints it.
enum EventIDReader {
    /// The longest id taken, in bytes.
    static let maximumBytes = 4096

    /// What was read.
    struct ID {
        let text: String
        /// What was noticed, if anything.
        let warning: String?
    }

    /// Reads the value, or says what is wrong with it.
    static func read(_ value: JSONValue) -> Result<ID, FieldProblem> {
        switch value.kind {
        case .string:
            let text = value.string ?? ""
            guard !text.isEmpty else { return .failure(FieldProblem("empty")) }
            guard text.utf8.count <= maximumBytes else {
                return .failure(FieldProblem("longer than \(maximumBytes) bytes"))
            }
            // Some databases and most libraries in C take it for the end of a text. Only an escape can be one.
            guard value.plainBytes != nil || !text.utf8.contains(0) else {
                return .failure(FieldProblem("has a NUL character"))
            }
            return .success(ID(text: text, warning: nil))
        case .number:
            return .success(number(value))
        default:
            return .failure(FieldProblem("not a string: \(ShownValue(value))"))
        }
    }

    /// Whole numbers up to 2^53 are printed as JavaScript prints them (`5.0` and `5e0` as `5`); all else as written.
    private static func number(_ value: JSONValue) -> ID {
        let asWritten = String(decoding: value.raw, as: UTF8.self)
        guard let integer = value.integer else {
            let isFraction = value.double.map { $0 != $0.rounded() } ?? false
            let reason = isFraction ? "a fraction" : "beyond 2^53"
            return ID(text: asWritten, warning: "a number that is \(reason) is taken as written; send a string")
        }
        guard integer.magnitude <= 1 << 53 else {
            return ID(text: asWritten, warning: "a number beyond 2^53 is taken as written; send a string")
        }
        return ID(text: String(integer), warning: nil)
    }
}
