import OutboxCore

extension MappingFunction {
    /// The functions that ask for a list.
    func applyToList(_ value: MappedValue) -> FunctionResult {
        guard let elements = value.elements else {
            switch self {
            case .first, .last: return .value(value)
            default: return .refused("not a list")
            }
        }
        switch self {
        case .first: return elements.first.map { .value($0) } ?? .absent
        case .last: return elements.last.map { .value($0) } ?? .absent
        case .count: return .value(.number(Array(String(elements.count).utf8)))
        case .compact: return .value(.list(elements.filter { !$0.isEmpty }))
        case .unique: return .value(.list(Self.unique(elements)))
        case .join(let separator): return Self.joined(elements, separator)
        default: return .refused("not a list")
        }
    }

    /// Two elements are the same if they are written alike: `1` and `1.0` are not.
    private static func unique(_ elements: [MappedValue]) -> [MappedValue] {
        var seen: Set<[UInt8]> = []
        return elements.filter { element in
            var writer = JSONWriter()
            if case .event(let value) = element { writer.canonical(value) } else { element.append(to: &writer) }
            return seen.insert(writer.bytes).inserted
        }
    }

    private static func joined(_ elements: [MappedValue], _ separator: String) -> FunctionResult {
        var result = ""
        for (index, element) in elements.enumerated() {
            guard let text = scalarText(element) else {
                return .refused("an element is neither a text, a number, true nor false")
            }
            if index > 0 { result += separator }
            result += text
            guard result.utf8.count <= maximumTextLength else { break }
        }
        return self.text(result)
    }

    /// The field of each element, or the elements themselves.
    static func each(
        _ value: MappedValue, field: Expression?, place: MappingPath?, in evaluation: inout Evaluation
    ) -> FunctionResult {
        guard let field else { return value.elements.map { .value(.list($0)) } ?? .refused("not a list") }
        guard let result = evaluation.map(value, place: place, body: field) else { return .refused("not a list") }
        return .value(.list(result))
    }
}
