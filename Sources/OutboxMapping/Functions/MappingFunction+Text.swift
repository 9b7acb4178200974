import OutboxCore

extension MappingFunction {
    /// The functions that ask for a text; a number counts as its digits.
    func applyToText(_ value: MappedValue) -> FunctionResult {
        if case .urlParameter(let name) = self, case .event(let json) = value,
            let found = json.withPlainBytes({ .some(QueryParameter.value(name, in: $0)) })
        {
            return found.map { .value(.text($0)) } ?? .absent
        }
        guard let text = value.text else { return .refused("not a text") }
        switch self {
        case .trim: return .value(.text(Self.trimmed(text)))
        case .lower: return Self.text(text.lowercased())
        case .upper: return Self.text(text.uppercased())
        case .replace(let old, let new): return Self.replace(old, with: new, in: text)
        case .regex(let pattern, let group): return Self.group(group, of: pattern, in: text)
        case .split(let separator, let piece): return Self.split(text, at: separator, piece: piece)
        case .concat(let suffix): return Self.text(text + suffix)
        case .country: return Self.letters(text, count: 2, "not a country's two letters") { $0 | 0x20 }
        case .currency: return Self.letters(text, count: 3, "not a currency's three letters") { $0 & ~0x20 }
        case .urlParameter(let name):
            return QueryParameter.value(name, in: text).map { .value(.text($0)) } ?? .absent
        case .cookie(let name): return QueryParameter.cookie(name, in: text).map { .value(.text($0)) } ?? .absent
        case .identity(let function):
            guard !text.isEmpty else { return .absent }
            switch function(text) {
            case .text(let result): return Self.text(result)
            case .dropped(let reason): return .refused(reason)
            }
        default: return .refused("not a text")
        }
    }

    /// Without the white space (Unicode: White_Space) at both ends.
    static func trimmed(_ text: String) -> String {
        let isPlain = { (byte: UInt8) in (0x21...0x7e).contains(byte) }
        if let first = text.utf8.first, let last = text.utf8.last, isPlain(first), isPlain(last) { return text }
        let scalars = text.unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }

    private static func letters(
        _ text: String, count: Int, _ problem: String, form: (UInt8) -> UInt8
    ) -> FunctionResult {
        let bytes = Array(trimmed(text).utf8)
        guard bytes.count == count, bytes.allSatisfy({ 97...122 ~= $0 | 0x20 }) else { return .refused(problem) }
        return .value(.text(String(decoding: bytes.map(form), as: UTF8.self)))
    }

    /// Bytes are compared, so that nothing depends on how a letter and its accent are written.
    private static func replace(_ old: String, with new: String, in text: String) -> FunctionResult {
        let (bytes, wanted, other) = (Array(text.utf8), Array(old.utf8), Array(new.utf8))
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var start = 0
        while let found = ByteSearch.firstIndex(of: wanted, in: bytes, from: start) {
            result += bytes[start..<found]
            result += other
            start = found + wanted.count
            guard result.count <= maximumTextLength else { break }
        }
        result += bytes[start...]
        return self.text(String(decoding: result, as: UTF8.self))
    }

    private static func group(_ group: Int, of pattern: LinearPattern, in text: String) -> FunctionResult {
        let bytes = Array(text.utf8)
        guard bytes.count <= LinearPattern.maximumInputLength else {
            return .refused("a text of more than \(LinearPattern.maximumInputLength / 1024) KB")
        }
        guard let range = pattern.range(ofGroup: group, in: bytes) else { return .absent }
        return .value(.text(String(decoding: bytes[range], as: UTF8.self)))
    }

    private static func split(_ text: String, at separator: String, piece: Int?) -> FunctionResult {
        let (bytes, wanted) = (Array(text.utf8), Array(separator.utf8))
        var pieces: [Range<Int>] = []
        var start = 0
        while let found = ByteSearch.firstIndex(of: wanted, in: bytes, from: start) {
            pieces.append(start..<found)
            start = found + wanted.count
        }
        pieces.append(start..<bytes.count)
        let texts = { (range: Range<Int>) in MappedValue.text(String(decoding: bytes[range], as: UTF8.self)) }
        guard let piece else { return .value(.list(pieces.map(texts))) }
        let index = piece < 0 ? pieces.count + piece : piece
        return pieces.indices.contains(index) ? .value(texts(pieces[index])) : .absent
    }

    /// Characters as people count them, or elements.
    static func slice(_ value: MappedValue, from start: Int, to end: Int?) -> FunctionResult {
        func range(_ count: Int) -> Range<Int> {
            let from = Swift.min(Swift.max(start < 0 ? count + start : start, 0), count)
            let end = end ?? count
            let to = Swift.min(Swift.max(end < 0 ? count + end : end, from), count)
            return from..<to
        }
        if let elements = value.elements { return .value(.list(Array(elements[range(elements.count)]))) }
        guard let text = value.text else { return .refused("neither a text nor a list") }
        let characters = Array(text)
        return .value(.text(String(characters[range(characters.count)])))
    }
}
