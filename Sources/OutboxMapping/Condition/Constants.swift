import OutboxCore

/// The constants of a comparison, by kind.
///
/// Texts are the same if their bytes are, numbers if their values are.
final class Constants: Sendable {
    /// From here on they are looked up instead of tried one after the other.
    private static let limit = 8

    let texts: [String]
    /// The same in UTF-8.
    let textBytes: [[UInt8]]
    private let numbers: [ExactDecimal]
    private let bools: [Bool]
    private let index: Set<[UInt8]>

    /// Sorts constants by kind.
    ///
    /// - Parameter equivalents: Other texts that mean one of them.
    init(_ literals: [Literal], equivalents: [String]) {
        var texts: [String] = []
        var numbers: [ExactDecimal] = []
        var bools: [Bool] = []
        for literal in literals {
            switch literal {
            case .text(let text): texts.append(text)
            case .number(let digits):
                if let number = ExactDecimal(String(decoding: digits, as: UTF8.self)) { numbers.append(number) }
            case .bool(let bool): bools.append(bool)
            case .table: break
            }
        }
        texts += equivalents
        index = texts.count > Self.limit ? Set(texts.map { Array($0.utf8) }) : []
        (self.texts, self.numbers, self.bools) = (texts, numbers, bools)
        textBytes = texts.map { Array($0.utf8) }
    }

    /// Whether there are texts among them, and few enough to be tried one after the other.
    var areFewTexts: Bool { !texts.isEmpty && index.isEmpty }

    /// Whether a value is one of them; nil if none is of its kind.
    func contain(_ value: MappedValue) -> Bool? {
        switch value {
        case .event(let value): return contain(value)
        case .text(let text):
            return texts.isEmpty ? nil : texts.contains { $0.utf8.elementsEqual(text.utf8) }
        case .number(let digits): return contains(ExactDecimal(String(decoding: digits, as: UTF8.self)))
        case .bool(let bool): return bools.isEmpty ? nil : bools.contains(bool)
        case .list, .object: return nil
        }
    }

    /// Whether a value of an event is one of them; nil if none is of its kind.
    func contain(_ value: JSONValue) -> Bool? {
        switch value.kind {
        case .string:
            guard !texts.isEmpty else { return nil }
            return value.stringPasses { bytes in
                if !index.isEmpty { return index.contains(Array(bytes)) }
                return textBytes.contains { $0.count == bytes.count && ByteSearch.isEqual($0, bytes, at: 0) }
            }
        case .number: return contains(value.decimal)
        case .bool: return bools.isEmpty ? nil : value.bool.map { bools.contains($0) }
        case .array, .object, .null: return nil
        }
    }

    /// Whether one of the texts stands somewhere in a text.
    func areFound(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        textBytes.contains { $0.isEmpty || ByteSearch.firstIndex(of: $0, in: bytes, from: 0) != nil }
    }

    private func contains(_ number: ExactDecimal?) -> Bool? {
        guard !numbers.isEmpty, let number else { return nil }
        return numbers.contains(number)
    }

    /// The kinds they are of, for messages.
    var kinds: String {
        [texts.isEmpty ? nil : "a text", numbers.isEmpty ? nil : "a number", bools.isEmpty ? nil : "true or false"]
            .compactMap { $0 }.joined(separator: " or ")
    }
}
