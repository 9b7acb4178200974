import OutboxYAML

extension YAMLNode {
    /// A scalar as a constant, unquoted numbers and truth values as such; nil for null, lists and mappings.
    var literal: Literal? {
        guard case .scalar(let text, let isPlain) = content, !isNull else { return nil }
        return (isPlain ? plainLiteral : nil) ?? .text(text)
    }

    /// An unquoted number or truth value; nil for everything else.
    var plainLiteral: Literal? {
        guard case .scalar(let text, isPlain: true) = content else { return nil }
        switch text {
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return NumberText.digits(of: text).map { .number($0) }
        }
    }

    /// Everything as a constant, as `{value: …}` takes it; null is absent.
    var constant: MappedValue? {
        switch content {
        case .scalar: literal?.value
        case .list(let items): .list(items.compactMap(\.constant))
        case .mapping(let entries):
            .object(entries.compactMap { entry in entry.value.constant.map { (entry.key, $0) } })
        }
    }
}
