import OutboxCore

extension JSONValue {
    /// The text of a string, or of a number as it is written; nil for an empty string and everything else.
    var nonEmptyText: String? {
        switch kind {
        case .string: string.flatMap { $0.isEmpty ? nil : $0 }
        case .number: integer.map { String($0) } ?? String(decoding: raw, as: UTF8.self)
        default: nil
        }
    }

    /// The digits of a number, or of a string that is a number by JSON's grammar, as written; nil for everything else.
    var numberDigits: [UInt8]? {
        switch kind {
        case .number: return Array(raw)
        case .string:
            guard let text = string, let document = try? JSONDocument(Array(text.utf8)), document.root.kind == .number
            else { return nil }
            return document.bytes
        default: return nil
        }
    }

    /// A whole number, also where it is written as a string or with a fraction of zero.
    var wholeNumber: Int64? {
        if let integer { return integer }
        guard let digits = numberDigits, kind == .string else { return nil }
        return (try? JSONDocument(digits))?.root.integer
    }
}
