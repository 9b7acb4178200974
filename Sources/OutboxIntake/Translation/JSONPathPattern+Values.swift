import OutboxCore
import OutboxMapping

extension JSONPathPattern {
    /// Calls for every value that the pattern leads to; a key goes through a list into each of its elements, so that
    /// nothing is overlooked which came as a list for once.
    func forEachValue(in value: JSONValue, _ body: (JSONValue) -> Void) {
        Self.walk(components[...], value, body)
    }

    private static func walk(_ steps: ArraySlice<Component>, _ value: JSONValue, _ body: (JSONValue) -> Void) {
        guard let step = steps.first else { return body(value) }
        switch step {
        case .key(let key):
            if value.kind == .array {
                for element in value.elements { walk(steps, element, body) }
            } else if let member = value[key] {
                walk(steps.dropFirst(), member, body)
            }
        case .index, .anyElement:
            // A list that is one of many may hold the identities of all.
            if value.kind == .array {
                for element in value.elements { walk(steps.dropFirst(), element, body) }
            } else {
                walk(steps.dropFirst(), value, body)
            }
        }
    }

    /// The first value that the pattern leads to, and the pattern with it, or nil.
    func first(in value: JSONValue) -> JSONValue? {
        var found: JSONValue?
        forEachValue(in: value) { found = found ?? $0 }
        return found
    }

    /// The member after a path, if the pattern goes on from it to one.
    func member(after path: [String]) -> String? {
        guard components.count > path.count else { return nil }
        for (key, component) in zip(path, components) where component != .key(key) { return nil }
        guard case .key(let key) = components[path.count] else { return nil }
        return key
    }
}
