import OutboxCore

/// What agreeing with Foundation means, and the rules by which the reader is meant to be stricter.
enum JSONAgreement {
    /// What differs on a document that the reader takes, `nil` if nothing does.
    static func problem(of document: JSONDocument) -> String? {
        let canonical = document.root.canonicalBytes()
        guard let again = try? JSONDocument(canonical) else { return "the canonical form is refused" }
        if again.root.canonicalBytes() != canonical { return "the canonical form of the canonical form differs" }
        if let problem = problem(of: document.root, in: document.bytes) { return problem }
        return problem(of: document.root, in: canonical).map { "canonical form: " + $0 }
    }

    private static func problem(of value: JSONValue, in bytes: [UInt8]) -> String? {
        if hasNumberBeyondDouble(value) {
            // Foundation refuses a document with a number beyond Double; RFC 8259, section 6, leaves it open.
            return SerializationComparison.read(bytes) == nil ? nil : "JSONSerialization reads a number beyond Double"
        }
        guard let other = SerializationComparison.read(bytes) else { return "JSONSerialization refuses it" }
        if let problem = SerializationComparison.difference(value, other) { return "JSONSerialization: " + problem }
        return DecoderComparison.difference(value, bytes).map { "JSONDecoder: " + $0 }
    }

    private static func hasNumberBeyondDouble(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .number: value.double == nil
        case .array: value.elements.contains(where: hasNumberBeyondDouble)
        case .object: value.members.contains { hasNumberBeyondDouble($0.value) }
        case .string, .bool, .null: false
        }
    }

    /// What differs on a document that the reader refuses by a rule that Foundation has as well.
    static func problem(of bytes: [UInt8], refusedFor error: JSONError, isValid: Bool) -> String? {
        if isValid { return "a valid document is refused: \(error)" }
        if SerializationComparison.read(bytes) != nil { return "JSONSerialization takes it, refused: \(error)" }
        if DecodedAnything.isReadable(bytes) { return "JSONDecoder takes it, refused: \(error)" }
        return nil
    }

    /// The rule that Foundation does not have, `nil` if it has it too.
    ///
    /// Nothing is said then of what Foundation does: after the first fault it may meet others.
    static func ownRule(that error: JSONError, refuses bytes: [UInt8]) -> String? {
        switch error.reason {
        case .duplicateKey: return "duplicate key"
        case .tooDeep: return "depth"
        case .byteOrderMark: return "byte order mark"
        // RFC 8259, section 4 and 5, have no comma before the end; Foundation takes one.
        case .unexpected(.punctuation(UInt8(ascii: "}")), expected: .key),
            .unexpected(.punctuation(UInt8(ascii: "]")), expected: .value):
            return "comma before the end"
        // RFC 8259, section 8.1, asks for UTF-8; Foundation takes zeros among the first bytes for UTF-16 or UTF-32.
        default: return bytes.prefix(4).contains(0) ? "UTF-16 or UTF-32" : nil
        }
    }
}
