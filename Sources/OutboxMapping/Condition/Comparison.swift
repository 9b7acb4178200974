import OutboxCore

/// One value compared with constants; an object, because a value of its size costs more to hand around than to judge.
final class Comparison: Sendable {
    /// What is asked.
    enum Test: Sendable {
        case equals(Constants)
        case above(ExactDecimal, orEqual: Bool)
        case below(ExactDecimal, orEqual: Bool)
        case contains(Constants)
        case startsWith([UInt8])
        case endsWith([UInt8])
        case matches(LinearPattern)
        case exists
        case empty
    }

    let subject: Expression
    let test: Test
    /// Whether the opposite is asked: `ne`, `not_in`, `exists: false`.
    let isNegated: Bool
    /// Whether an identity is looked at: of a list of them one is enough, and traces mask it.
    let isIdentity: Bool
    /// What a value is compared as where it is not what is asked as it stands; nil for itself alone.
    let hide: (@Sendable (String) -> String?)?
    /// What should be, for people: `one of "FR", "BE"`.
    let expected: String
    /// For those who check configurations, and its texts for traces.
    let description: MappingComparison

    init(
        subject: Expression, test: Test, isNegated: Bool, isIdentity: Bool,
        hide: (@Sendable (String) -> String?)?, expected: String, description: MappingComparison
    ) {
        (self.subject, self.test, self.isNegated) = (subject, test, isNegated)
        (self.isIdentity, self.hide) = (isIdentity, hide)
        (self.expected, self.description) = (expected, description)
    }

    /// The verdict on a value, and why there is none.
    func verdict(on value: MappedValue?) -> (verdict: Verdict, problem: String?) {
        switch judged(value) {
        case .success(let holds): (Verdict((holds || holdsHidden(value)) != isNegated), nil)
        case .failure(let problem): (.unevaluable, problem.text)
        }
    }

    /// Whether it holds for the value as it would be stored, had it not been kept in clear.
    private func holdsHidden(_ value: MappedValue?) -> Bool {
        guard let hide, let hidden = value?.hidden(hide), case .success(let holds) = judged(hidden) else {
            return false
        }
        return holds
    }

    /// The same verdict on what stands in an event, for what ``ConditionIndex`` does not judge itself and costs more
    /// otherwise; nil for everything else.
    func quickVerdict(on value: JSONValue?) -> Verdict? {
        guard let value else { return verdict(on: nil).verdict }
        guard hide == nil, value.kind != .array else { return nil }
        let holds: Bool?
        switch test {
        case .equals(let constants): holds = constants.contain(value)
        case .above(let limit, let orEqual): holds = value.isAbove(limit, orEqual: orEqual)
        case .below(let limit, let orEqual): holds = value.isAbove(limit, orEqual: !orEqual).map { !$0 }
        case .matches(let pattern):
            guard value.raw.count <= LinearPattern.maximumInputLength else { return nil }
            holds = value.stringPasses { pattern.isFound(in: $0) }
        case .contains, .startsWith, .endsWith, .exists, .empty: return nil
        }
        return holds.map { Verdict($0 != isNegated) }
    }

    /// Why a comparison cannot be made.
    private struct Mismatch: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    private func judged(_ value: MappedValue?) -> Result<Bool, Mismatch> {
        guard let value else {
            if case .empty = test { return .success(true) }
            return .success(false)
        }
        switch test {
        case .exists: return .success(true)
        case .empty: return .success(value.isEmpty)
        case .equals(let constants):
            if isIdentity, let elements = value.elements {
                return .success(elements.contains { constants.contain($0) == true })
            }
            if let isEqual = constants.contain(value) { return .success(isEqual) }
            // A number is another identity than a text that is no number.
            return isIdentity && value.kindText == "a number" ? .success(false) : .failure(mismatch(value))
        case .contains(let constants): return contains(constants, value)
        case .above(let limit, let orEqual):
            return number(value).map { .success(limit < $0 || orEqual && limit == $0) } ?? .failure(notNumber(value))
        case .below(let limit, let orEqual):
            return number(value).map { .success($0 < limit || orEqual && limit == $0) } ?? .failure(notNumber(value))
        case .startsWith(let prefix): return text(value) { ByteSearch.isEqual(prefix, $0, at: 0) }
        case .endsWith(let suffix): return text(value) { ByteSearch.isEqual(suffix, $0, at: $0.count - suffix.count) }
        case .matches(let pattern):
            let limit = LinearPattern.maximumInputLength
            if let length = value.textLength, length > limit {
                return .failure(Mismatch("a text of more than \(limit / 1024) KB cannot be matched"))
            }
            return text(value) { pattern.isFound(in: $0) }
        }
    }

    private func contains(_ constants: Constants, _ value: MappedValue) -> Result<Bool, Mismatch> {
        if let elements = value.elements {
            let found = elements.map { constants.contain($0) }
            if found.contains(true) { return .success(true) }
            // A list of nothing that a constant can be compared with says neither yes nor no.
            return found.isEmpty || found.contains(false) ? .success(false) : .failure(mismatch(value))
        }
        guard !constants.texts.isEmpty else { return .failure(mismatch(value)) }
        return text(value) { constants.areFound(in: $0) }
    }

    private func text(
        _ value: MappedValue, _ body: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Result<Bool, Mismatch> {
        switch value {
        case .event(let value):
            guard let bytes = value.stringBytes else { break }
            return .success(bytes.withUnsafeBufferPointer(body))
        case .text(let text): return .success(Array(text.utf8).withUnsafeBufferPointer(body))
        case .number, .bool, .list, .object: break
        }
        return .failure(Mismatch("\(value.kindText) cannot be compared with a text"))
    }

    private func number(_ value: MappedValue) -> ExactDecimal? {
        switch value {
        case .event(let value): value.decimal
        case .number(let digits): ExactDecimal(String(decoding: digits, as: UTF8.self))
        case .text, .bool, .list, .object: nil
        }
    }

    private func notNumber(_ value: MappedValue) -> Mismatch {
        Mismatch(
            value.kindText == "a number"
                ? "a number with too many digits to be compared" : "\(value.kindText) cannot be compared with a number")
    }

    private func mismatch(_ value: MappedValue) -> Mismatch {
        if case .contains(let constants) = test {
            return Mismatch("\(value.kindText) cannot be searched for \(constants.kinds)")
        }
        guard case .equals(let constants) = test else { return Mismatch("cannot be compared") }
        if value.kindText == "a number", constants.kinds.contains("a number") { return notNumber(value) }
        let hint = value.elements == nil ? "" : "; ask a list with `contains`"
        return Mismatch("\(value.kindText) cannot be compared with \(constants.kinds)\(hint)")
    }
}

extension MappedValue {
    /// The kind, for messages.
    var kindText: String {
        switch self {
        case .text: "a text"
        case .number: "a number"
        case .bool: "true or false"
        case .list: "a list"
        case .object: "an object"
        case .event(let value):
            switch value.kind {
            case .string: "a text"
            case .number: "a number"
            case .bool: "true or false"
            case .array: "a list"
            case .object: "an object"
            case .null: "nothing"
            }
        }
    }

    /// The length of a text in bytes, of one with escapes at most that.
    fileprivate var textLength: Int? {
        switch self {
        case .text(let text): text.utf8.count
        case .event(let value): value.kind == .string ? value.raw.count - 2 : nil
        case .number, .bool, .list, .object: nil
        }
    }
}

extension MappedValue {
    /// The value with its texts, or those of a list, hidden; nil where that makes no difference.
    fileprivate func hidden(_ hide: (String) -> String?) -> MappedValue? {
        if let elements {
            let hidden = elements.map { $0.elements == nil ? $0.hidden(hide) : nil }
            guard hidden.contains(where: { $0 != nil }) else { return nil }
            return .list(zip(elements, hidden).map { $1 ?? $0 })
        }
        // A digest, as identities are stored: 64 digits in quotes.
        if case .event(let value) = self, value.raw.count == 66 { return nil }
        guard let text, let hidden = hide(text), hidden != text else { return nil }
        return .text(hidden)
    }
}
