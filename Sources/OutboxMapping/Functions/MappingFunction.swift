import OutboxCore

/// A compiled function with its arguments.
///
/// None throws and none is given an absent value, `default` excepted. On a value of the wrong kind each gives nothing
/// and a warning. Those that ask for one text, number or truth value are applied to each element of a list.
enum MappingFunction: Sendable {
    /// `trim`: a text without the white space around it.
    case trim
    /// `lower`: a text in lower case, by Unicode's rules for no language.
    case lower
    /// `upper`: a text in upper case, by Unicode's rules for no language.
    case upper
    /// `string`: a text; of a number its digits, of a truth value `true` or `false`.
    case string
    /// `number`: a number; of a text that is one (white space around it aside) its digits.
    case number
    /// `integer`: a whole number; a fraction other than zero is refused, not cut.
    case integer
    /// `round(n)`: rounded half away from zero to at most n places; fewer stay as they are.
    case round(places: Int)
    /// `abs`: a number without its sign.
    case abs
    /// `default(x)`: x in place of an absent or empty value.
    case fallback(MappedValue)
    /// `replace(a, b)`: b in place of each a.
    case replace(String, with: String)
    /// `regex(p, n)`: the nth group of the first match, 0 for the whole; nothing without a match.
    case regex(LinearPattern, group: Int)
    /// `split(s)`: a text cut at each s; `split(s, n)`: the nth piece from 0, from the end if negative.
    case split(String, piece: Int?)
    /// `slice(a, b)`: the characters or elements from a up to b, from 0, from the end if negative.
    case slice(from: Int, to: Int?)
    /// `concat(s, …)`: a text with others after it.
    case concat(String)
    /// `join(s)`: the elements of a list as one text, s between them.
    case join(String)
    /// `first`: the first element of a list; of anything else the value itself.
    case first
    /// `last`: the last element of a list; of anything else the value itself.
    case last
    /// `count`: how many elements a list has.
    case count
    /// `sum(field)`: the exact sum over a list; of none, nothing.
    case sum(Expression?)
    /// `min(field)`: the least number of a list.
    case min(Expression?)
    /// `max(field)`: the greatest number of a list.
    case max(Expression?)
    /// `each(field)`: the field of each element that has it.
    case each(Expression)
    /// `unique`: a list without the elements that are there already.
    case unique
    /// `compact`: a list without empty texts, lists and objects.
    case compact
    /// `map_values({a: 'b'})`: what stands for the value; `'*'` for all others, else nothing.
    case mapValues(ValueTable)
    /// `date(fmt)`: a time in UTC by a format.
    case date(TimeFormat)
    /// `epoch_s`: a time in whole seconds since 1970.
    case epochSeconds
    /// `epoch_ms`: a time in milliseconds since 1970.
    case epochMilliseconds
    /// `sha256`, `email`, `phone(region)`: what the identity functions make of a text; an empty text is absent.
    case identity(@Sendable (String) -> IdentityFunctions.Outcome)
    /// `country`: two letters in lower case (TikTok: Events API 2.0 parameters).
    case country
    /// `currency`: three letters in upper case (ISO 4217).
    case currency
    /// `url_param(name)`: a parameter of a URL, decoded once.
    case urlParameter(String)
    /// `cookie(name)`: a cookie of a `Cookie` header.
    case cookie(String)
    /// `json`: the value as a text of JSON.
    case json

    private static let notScalar = "neither a text, a number, true nor false"

    /// The longest text that a function makes, in bytes.
    static let maximumTextLength = 65_536

    /// What the function makes of a value.
    func apply(to value: MappedValue, place: MappingPath?, in evaluation: inout Evaluation) -> FunctionResult {
        switch self {
        case .trim, .lower, .upper, .replace, .regex, .split, .concat, .country, .currency, .urlParameter, .cookie,
            .identity:
            return applyToText(value)
        case .string:
            return Self.scalarText(value).map { .value(.text($0)) } ?? .refused(Self.notScalar)
        case .number, .integer, .round, .abs: return applyToNumber(value)
        case .date, .epochSeconds, .epochMilliseconds: return applyToTime(value)
        case .fallback: return .value(value)
        case .slice(let start, let end): return Self.slice(value, from: start, to: end)
        case .join, .first, .last, .count, .unique, .compact: return applyToList(value)
        case .sum(let field), .min(let field), .max(let field):
            return applyToNumbers(value, field: field, place: place, in: &evaluation)
        case .each(let field): return Self.each(value, field: field, place: place, in: &evaluation)
        case .mapValues(let table):
            guard let key = Self.scalarText(value) else { return .refused(Self.notScalar) }
            return table.value(for: key).map { .value($0) } ?? .absent
        case .json: return Self.json(value)
        }
    }

    /// Whether a list is worked on element by element.
    var isElementwise: Bool {
        switch self {
        case .trim, .lower, .upper, .replace, .regex, .split, .concat, .country, .currency, .urlParameter, .cookie,
            .identity, .string, .number, .integer, .round, .abs, .date, .epochSeconds, .epochMilliseconds, .mapValues:
            true
        case .fallback, .slice, .join, .first, .last, .count, .sum, .min, .max, .each, .unique, .compact, .json: false
        }
    }

    /// The kind of every value it makes of a single one; nil where that depends.
    var resultKind: MappingGrammar.Kind? {
        switch self {
        case .trim, .lower, .upper, .replace, .regex, .concat, .join, .country, .currency, .urlParameter, .cookie,
            .identity, .string, .date, .json:
            .text
        case .split(_, let piece): piece == nil ? .list : .text
        case .number, .integer, .round, .abs, .count, .sum, .min, .max, .epochSeconds, .epochMilliseconds: .number
        case .each, .unique, .compact: .list
        case .fallback, .slice, .first, .last, .mapValues: nil
        }
    }

    /// A text, the digits of a number, `true` or `false`.
    static func scalarText(_ value: MappedValue) -> String? {
        value.text ?? value.bool.map { $0 ? "true" : "false" }
    }

    private static func json(_ value: MappedValue) -> FunctionResult {
        var writer = JSONWriter()
        value.append(to: &writer)
        return text(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// A text that was made, if it is not too long.
    static func text(_ text: String) -> FunctionResult {
        text.utf8.count <= maximumTextLength
            ? .value(.text(text)) : .refused("a text of more than \(maximumTextLength / 1024) KB")
    }
}
