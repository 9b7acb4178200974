import OutboxCore

@testable import OutboxYAML

/// Checks YAML against a JSON Schema, as far as our schemas go; a keyword it does not know is a fault of its own.
struct SchemaCheck {
    /// Keywords that describe and never refuse.
    private static let annotations: Set = [
        "$schema", "$defs", "title", "description", "default", "examples", "then",
    ]

    private let root: JSONValue

    init(_ schema: [UInt8]) throws {
        root = try JSONDocument(schema).root
    }

    /// What is wrong with a document; nil if it is valid.
    func problem(with node: YAMLNode) -> String? {
        problem(node, root, path: "")
    }

    private func problem(_ node: YAMLNode, _ schema: JSONValue, path: String) -> String? {
        for (key, rule) in schema.members {
            guard let keyword = key.string, !Self.annotations.contains(keyword) else { continue }
            if let problem = problem(node, keyword, rule, schema, path) { return problem }
        }
        return nil
    }

    private func problem(
        _ node: YAMLNode, _ keyword: String, _ rule: JSONValue, _ schema: JSONValue, _ path: String
    ) -> String? {
        let entries = node.entries
        switch keyword {
        case "$ref":
            guard let name = rule.string?.split(separator: "/").last, let target = root["$defs"]?[String(name)] else {
                return "\(path): no definition \(rule.string ?? "")"
            }
            return problem(node, target, path: path)
        case "type":
            let types = rule.kind == .array ? rule.elements.compactMap(\.string) : [rule.string ?? ""]
            return types.contains(where: node.isOf) ? nil : "\(path): not \(types)"
        case "enum": return rule.elements.contains(where: node.equals) ? nil : "\(path): not one of the words"
        case "const": return node.equals(rule) ? nil : "\(path): not the constant"
        case "properties":
            return entries.lazy.compactMap { entry in
                rule[entry.key].flatMap { problem(entry.value, $0, path: "\(path).\(entry.key)") }
            }.first
        case "additionalProperties":
            let extra = entries.filter { schema["properties"]?[$0.key] == nil }
            if rule.bool == false { return extra.first.map { "\(path): unknown \($0.key)" } }
            return extra.lazy.compactMap { problem($0.value, rule, path: "\(path).\($0.key)") }.first
        case "required":
            guard case .mapping = node.content else { return nil }
            let missing = rule.elements.compactMap(\.string).first { name in !entries.contains { $0.key == name } }
            return missing.map { "\(path): \($0) is missing" }
        case "propertyNames":
            return entries.lazy.compactMap { entry in
                let name = YAMLNode.text(entry.key)
                return problem(name, rule, path: "\(path).\(entry.key)")
            }.first
        case "minProperties":
            guard case .mapping = node.content else { return nil }
            return entries.count >= Int(rule.integer ?? 0) ? nil : "\(path): empty"
        case "items":
            return node.items.lazy.compactMap { problem($0, rule, path: "\(path)[]") }.first
        case "minItems":
            guard case .list(let items) = node.content else { return nil }
            return items.count >= Int(rule.integer ?? 0) ? nil : "\(path): too few"
        case "maxItems": return node.items.count <= Int(rule.integer ?? 0) ? nil : "\(path): too many"
        case "uniqueItems": return nil
        case "anyOf", "oneOf": return combined(node, keyword, rule, path)
        case "not": return problem(node, rule, path: path) == nil ? "\(path): holds what it must not" : nil
        case "if":
            guard problem(node, rule, path: path) == nil, let then = schema["then"] else { return nil }
            return problem(node, then, path: path)
        default: return scalarProblem(node, keyword, rule, path)
        }
    }

    private func combined(_ node: YAMLNode, _ keyword: String, _ rule: JSONValue, _ path: String) -> String? {
        let problems = rule.elements.map { problem(node, $0, path: path) }
        let valid = problems.count { $0 == nil }
        if keyword == "oneOf" ? valid == 1 : valid > 0 { return nil }
        return "\(path): \(problems.compactMap(\.self).joined(separator: " / "))"
    }

    private func scalarProblem(_ node: YAMLNode, _ keyword: String, _ rule: JSONValue, _ path: String) -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNull else { return nil }
        switch keyword {
        case "minLength", "maxLength", "pattern":
            guard node.isOf("string") else { return nil }
            switch keyword {
            case "minLength": return text.count >= Int(rule.integer ?? 0) ? nil : "\(path): too short"
            case "maxLength": return text.count <= Int(rule.integer ?? 0) ? nil : "\(path): too long"
            default:
                guard let regex = try? Regex(rule.string ?? "") else { return "\(path): bad pattern" }
                return text.firstMatch(of: regex) != nil ? nil : "\(path): does not match"
            }
        case "minimum", "maximum":
            guard node.isOf("number"), let number = Double(text), let limit = rule.double else { return nil }
            return (keyword == "minimum" ? number >= limit : number <= limit) ? nil : "\(path): out of range"
        default: return "\(path): the keyword \(keyword) is not known"
        }
    }
}

extension YAMLNode {
    fileprivate static func text(_ text: String) -> YAMLNode {
        YAMLNode(line: 1, content: .scalar(text, isPlain: false))
    }

    fileprivate var entries: [YAMLEntry] {
        if case .mapping(let entries) = content { return entries }
        return []
    }

    fileprivate var items: [YAMLNode] {
        if case .list(let items) = content { return items }
        return []
    }

    /// Whether it is of a type of JSON, as the core schema of YAML 1.2 reads plain texts.
    fileprivate func isOf(_ type: String) -> Bool {
        switch content {
        case .mapping: return type == "object"
        case .list: return type == "array"
        case .scalar(let text, let isPlain):
            let isBool = isPlain && ["true", "false"].contains(text)
            let isInteger = isPlain && text.wholeMatch(of: /[-+]?[0-9]+/) != nil
            let isNumber = isPlain && text.wholeMatch(of: /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/) != nil
            switch type {
            case "null": return isNull
            case "boolean": return isBool
            case "integer": return isInteger
            case "number": return isNumber
            case "string": return !isNull && !isBool && !isNumber
            default: return false
            }
        }
    }

    fileprivate func equals(_ value: JSONValue) -> Bool {
        switch value.kind {
        case .string: isOf("string") && text == value.string
        case .number: isOf("number") && text == String(decoding: value.raw, as: UTF8.self)
        case .bool: isOf("boolean") && text == String(decoding: value.raw, as: UTF8.self)
        case .null: isNull
        case .object, .array: false
        }
    }
}
