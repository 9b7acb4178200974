import OutboxCore

/// What a field of a request may hold.
indirect enum Shape: Sendable {
    case string
    case number
    case integer
    case bool
    /// Unix seconds: ten digits, so neither milliseconds nor a date as text.
    case seconds
    /// The SHA-256 digest of an identity: 64 lower-case hexadecimal digits.
    case digest
    case currency
    case list(Shape)
    case oneOrMore(Shape)
    /// Fields that are not named may hold anything.
    case object([String: Shape])

    /// The first thing that is wrong with a value.
    func problem(in value: JSONValue) -> ShapeProblem? {
        switch self {
        case .string: value.kind == .string ? nil : ShapeProblem("not a valid string.")
        case .number: value.kind == .number ? nil : ShapeProblem("not a valid number.")
        case .integer: value.integer != nil ? nil : ShapeProblem("not a valid integer.")
        case .bool: value.kind == .bool ? nil : ShapeProblem("not a valid boolean.")
        case .seconds: seconds(value)
        case .digest: digest(value)
        case .currency: currency(value)
        case .list(let element): list(value, element)
        case .oneOrMore(let element): value.kind == .array ? list(value, element) : element.problem(in: value)
        case .object(let fields): object(value, fields)
        }
    }

    private func seconds(_ value: JSONValue) -> ShapeProblem? {
        guard value.kind == .number, let seconds = value.integer else { return ShapeProblem("not a valid integer.") }
        return (1_000_000_000...9_999_999_999).contains(seconds)
            ? nil : ShapeProblem("not a valid timestamp in seconds.")
    }

    private func digest(_ value: JSONValue) -> ShapeProblem? {
        guard value.kind == .string, let text = value.string else { return ShapeProblem("not a valid string.") }
        let isDigest =
            text.utf8.count == 64
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || (97...102).contains($0) }
        return isDigest ? nil : ShapeProblem("not hashed with SHA-256.", code: 40062)
    }

    private func currency(_ value: JSONValue) -> ShapeProblem? {
        guard value.kind == .string, let text = value.string else { return ShapeProblem("not a valid string.") }
        return TikTokCurrencies.all.contains(text) ? nil : ShapeProblem("not a supported currency.")
    }

    private func list(_ value: JSONValue, _ element: Shape) -> ShapeProblem? {
        guard value.kind == .array else { return ShapeProblem("not a valid list.") }
        for (index, item) in value.elements.enumerated() {
            if let problem = element.problem(in: item) { return problem.inside(String(index)) }
        }
        return nil
    }

    private func object(_ value: JSONValue, _ fields: [String: Shape]) -> ShapeProblem? {
        guard value.kind == .object else { return ShapeProblem("not a valid object.") }
        for (key, member) in value.members {
            guard let name = key.string, let shape = fields[name] else { continue }
            if let problem = shape.problem(in: member) { return problem.inside(name) }
        }
        return nil
    }
}

/// What is wrong, and where: the names and positions from the outside in.
struct ShapeProblem {
    var path: [String] = []
    let code: Int
    let words: String

    init(_ words: String, code: Int = 40002) {
        self.words = words
        self.code = code
    }

    func inside(_ name: String) -> ShapeProblem {
        var problem = self
        problem.path.insert(name, at: 0)
        return problem
    }
}
