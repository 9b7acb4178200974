/// Reads a regular expression.
///
/// Taken: characters, `.`, classes `[a-z]` `[^…]`, `\d \w \s \D \W \S \b \B \n \t \r`, `^ $`, groups `( )` and `(?: )`,
/// `|`, `* + ? {m} {m,} {m,n}` and each with `?` for as few as possible, and `(?i)` at the start. Not taken, because
/// no matcher in linear time has them: back references and look-around.
struct PatternParser {
    /// The most that `{m,n}` may ask for.
    static let maximumRepetition = 500
    private static let maximumDepth = 50

    private let scalars: [Unicode.Scalar]
    private var index = 0
    private var depth = 0
    private var ignoresCase = false
    private(set) var groupCount = 0

    init(_ text: String) throws(PatternFailure) {
        scalars = Array(text.unicodeScalars)
        guard scalars.count <= 1000 else { throw PatternFailure(problem: "more than 1000 characters", column: 1) }
    }

    /// The whole expression.
    mutating func parse() throws(PatternFailure) -> PatternNode {
        if scalars.starts(with: "(?i)".unicodeScalars) {
            ignoresCase = true
            index = 4
        }
        let node = try alternatives()
        guard index == scalars.count else {
            throw failure("a `)` without its `(`; the character itself is written \\)")
        }
        return node
    }

    private mutating func alternatives() throws(PatternFailure) -> PatternNode {
        var alternatives = [try sequence()]
        while take("|") { alternatives.append(try sequence()) }
        return alternatives.count == 1 ? alternatives[0] : .alternatives(alternatives)
    }

    private mutating func sequence() throws(PatternFailure) -> PatternNode {
        var nodes: [PatternNode] = []
        while let next = current, next != "|", next != ")" { nodes.append(try repeated()) }
        switch nodes.count {
        case 0: return .empty
        case 1: return nodes[0]
        default: return .sequence(nodes)
        }
    }

    private mutating func repeated() throws(PatternFailure) -> PatternNode {
        let isAssertion = current == "^" || current == "$"
        let node = try atom()
        guard let (least, most) = try repetition() else { return node }
        if isAssertion { throw failure("a place such as ^ or $ cannot be repeated", back: 1) }
        let isGreedy = !take("?")
        if current == "*" || current == "+" || current == "?" { throw failure("a repetition of a repetition") }
        return .repeated(node, atLeast: least, atMost: most, isGreedy: isGreedy)
    }

    private mutating func repetition() throws(PatternFailure) -> (least: Int, most: Int?)? {
        if take("*") { return (0, nil) }
        if take("+") { return (1, nil) }
        if take("?") { return (0, 1) }
        guard current == "{" else { return nil }
        let start = index
        index += 1
        guard let least = number() else {
            index = start
            throw failure("`{` begins a repetition such as {2,4}; the character itself is written \\{")
        }
        var most: Int? = least
        if take(",") { most = current == "}" ? nil : number() ?? -1 }
        guard take("}"), (most ?? least) >= least, max(least, most ?? 0) <= Self.maximumRepetition else {
            index = start
            throw failure("a repetition is {m}, {m,} or {m,n}, up to \(Self.maximumRepetition)")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var value = 0
        var digits = 0
        while let next = current, ("0"..."9").contains(next), digits < 6 {
            value = value * 10 + Int(next.value - 0x30)
            digits += 1
            index += 1
        }
        return digits == 0 ? nil : value
    }

    private mutating func atom() throws(PatternFailure) -> PatternNode {
        guard let next = current else { return .empty }
        switch next {
        case "(": return try group()
        case "[": return .one(of: try characterClass())
        case "*", "+", "?", "{": throw failure("`\(next)` repeats nothing; the character itself is written \\\(next)")
        case "\\": return try escape()
        default: break
        }
        index += 1
        switch next {
        case ".": return .one(of: .notLineFeed)
        case "^": return .assertion(.start)
        case "$": return .assertion(.end)
        default: return .one(of: cased(ScalarSet(next)))
        }
    }

    private mutating func group() throws(PatternFailure) -> PatternNode {
        let start = index
        index += 1
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw failure("more than \(Self.maximumDepth) groups in each other") }
        var number: Int?
        if take("?") {
            guard take(":") else {
                index = start
                throw failure("`(?` begins only (?: ) here, and (?i) at the start: look-around is not taken")
            }
        } else {
            groupCount += 1
            number = groupCount
        }
        let node = try alternatives()
        guard take(")") else {
            index = start
            throw failure("a `(` that is not closed; the character itself is written \\(")
        }
        return number.map { .group(node, number: $0) } ?? node
    }

    private mutating func escape() throws(PatternFailure) -> PatternNode {
        let start = index
        index += 1
        if take("b") { return .assertion(.wordBoundary) }
        if take("B") { return .assertion(.noWordBoundary) }
        return .one(of: try escapedSet(start: start))
    }

    /// What follows a backslash, as characters.
    private mutating func escapedSet(start: Int) throws(PatternFailure) -> ScalarSet {
        guard let next = current else {
            index = start
            throw failure("a backslash at the end")
        }
        index += 1
        switch next {
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "w": return .wordCharacters
        case "W": return ScalarSet.wordCharacters.inverted
        case "s": return .spaces
        case "S": return ScalarSet.spaces.inverted
        case "n": return ScalarSet("\n")
        case "t": return ScalarSet("\t")
        case "r": return ScalarSet("\r")
        case "0"..."9":
            index = start
            throw failure("back references such as \\1 are not taken")
        case "a"..."z", "A"..."Z":
            index = start
            throw failure("`\\\(next)` has no meaning here")
        default: return cased(ScalarSet(next))
        }
    }

    private mutating func characterClass() throws(PatternFailure) -> ScalarSet {
        let start = index
        index += 1
        let isInverted = take("^")
        var set = ScalarSet()
        var isFirst = true
        while let next = current, next != "]" || isFirst {
            isFirst = false
            let lower = try member(next)
            guard current == "-", index + 1 < scalars.count, scalars[index + 1] != "]" else {
                set = set.union(lower)
                continue
            }
            index += 1
            guard let first = lower.single, let last = try member(scalars[index]).single, first <= last else {
                throw failure("a range such as a-z, the lower end first, is expected", back: 1)
            }
            set = set.union(ScalarSet([first.value...last.value]))
        }
        guard take("]") else {
            index = start
            throw failure("a `[` that is not closed; the character itself is written \\[")
        }
        let cased = cased(set)
        return isInverted ? cased.inverted : cased
    }

    private mutating func member(_ next: Unicode.Scalar) throws(PatternFailure) -> ScalarSet {
        let start = index
        index += 1
        return next == "\\" ? try escapedSet(start: start) : ScalarSet(next)
    }

    private func cased(_ set: ScalarSet) -> ScalarSet { ignoresCase ? set.ignoringCase : set }

    private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        index += 1
        return true
    }

    private func failure(_ problem: String, back: Int = 0) -> PatternFailure {
        PatternFailure(problem: problem, column: max(1, index + 1 - back))
    }
}
