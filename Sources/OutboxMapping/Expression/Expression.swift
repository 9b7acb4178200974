import OutboxCore

/// A compiled value.
indirect enum Expression: Sendable {
    /// `null`
    case nothing
    /// `properties.items[0]`
    case path(MappingPath)
    /// `'EUR'`, `{value: [1, 2]}`
    case constant(MappedValue)
    /// `properties.value | number | round(2)`
    case pipeline(Expression, [AppliedFunction])
    /// `a ?? b`, `{first: [a, b]}`
    case alternatives([Expression], texts: [String])
    /// `{each: properties.items, map: …}`
    case each(list: Expression, body: Expression)
    /// `{map: {…}}`, or any mapping that is no form
    case object([(name: String, value: Expression)])
    /// `[a, b]`
    case list([Expression])
    /// `{when: …, then: …, else: …}`
    case conditional(Condition, then: Expression, else: Expression)
    /// `{template: "{{a}}-{{b}}"}`
    case template([Expression])

    /// The path whose value this is, functions left out; nil for what is made of several or of none.
    var place: MappingPath? {
        switch self {
        case .path(let path): path
        case .pipeline(let base, _): base.place
        case .nothing, .constant, .alternatives, .each, .object, .list, .conditional, .template: nil
        }
    }

    /// The member of the innermost `each`'s element that this is, where it is nothing else.
    var elementKey: String? {
        guard case .path(let path) = self, path.scope == .element, path.path.components.count == 1,
            case .key(let key) = path.path.components[0]
        else { return nil }
        return key
    }
}
