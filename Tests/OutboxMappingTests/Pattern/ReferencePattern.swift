import OutboxTestSupport

/// A small regular expression with its text and a matcher that tries everything.
indirect enum ReferencePattern {
    case one(String, (Unicode.Scalar) -> Bool)
    case start, end, boundary
    case sequence([ReferencePattern])
    case either([ReferencePattern])
    case repeated(ReferencePattern, Int, Int?, isLazy: Bool)

    /// As it is written.
    var text: String {
        switch self {
        case .one(let text, _): text
        case .start: "^"
        case .end: "$"
        case .boundary: #"\b"#
        case .sequence(let parts): "(?:\(parts.map(\.text).joined()))"
        case .either(let parts): "(\(parts.map(\.text).joined(separator: "|")))"
        case .repeated(let part, let least, let most, let isLazy):
            "(?:\(part.text))"
                + (most == nil && least < 2 ? least == 0 ? "*" : "+" : "{\(least),\(most.map { "\($0)" } ?? "")}")
                + (isLazy ? "?" : "")
        }
    }

    /// All places at which a match from a place can end.
    func ends(in text: [Unicode.Scalar], from start: Int) -> Set<Int> {
        switch self {
        case .one(_, let takes): return start < text.count && takes(text[start]) ? [start + 1] : []
        case .start: return start == 0 ? [start] : []
        case .end: return start == text.count ? [start] : []
        case .boundary:
            let before = start > 0 && Self.isWord(text[start - 1])
            let after = start < text.count && Self.isWord(text[start])
            return before != after ? [start] : []
        case .sequence(let parts):
            return parts.reduce([start]) { places, part in Set(places.flatMap { part.ends(in: text, from: $0) }) }
        case .either(let parts): return Set(parts.flatMap { $0.ends(in: text, from: start) })
        case .repeated(let part, let least, let most, _):
            var places: Set = [start]
            for _ in 0..<least { places = Set(places.flatMap { part.ends(in: text, from: $0) }) }
            var all = places
            for _ in 0..<((most ?? least + text.count + 1) - least) {
                places = Set(places.flatMap { part.ends(in: text, from: $0) })
                all.formUnion(places)
            }
            return all
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool { scalar == "_" || scalar == "a" || scalar == "b" }

    /// A random one.
    static func random(using random: inout SeededRandom, depth: Int) -> ReferencePattern {
        switch Int.random(in: depth == 0 ? 0...6 : 0...11, using: &random) {
        case 0, 1: .one("a") { $0 == "a" }
        case 2: .one("é") { $0 == "é" }
        case 3: .one(".") { $0 != "\n" }
        case 4: .one("[^a_]") { $0 != "a" && $0 != "_" }
        case 5: .one(#"[\w]"#) { isWord($0) }
        case 6: [.start, .end, .boundary][Int.random(in: 0...2, using: &random)]
        case 7, 8:
            .sequence(
                (0...Int.random(in: 0...2, using: &random)).map { _ in Self.random(using: &random, depth: depth - 1) })
        case 9:
            .either(
                (0...Int.random(in: 0...2, using: &random)).map { _ in Self.random(using: &random, depth: depth - 1) })
        default:
            .repeated(
                Self.random(using: &random, depth: depth - 1), Int.random(in: 0...2, using: &random),
                random.oneIn(2) ? nil : Int.random(in: 2...4, using: &random), isLazy: random.oneIn(3))
        }
    }
}
