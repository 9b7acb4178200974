import OutboxCore

/// A compiled path: where it begins, and its steps.
final class MappingPath: Sendable {
    /// Where a path begins.
    enum Scope: Sendable {
        /// At the event.
        case event
        /// At the headers that were kept.
        case headers
        /// At the element of the innermost `each`.
        case element
    }

    let scope: Scope
    /// The steps, made ready.
    let lookup: JSONLookup

    init(scope: Scope, path: JSONPath) {
        self.scope = scope
        lookup = JSONLookup(path)
    }

    /// The steps.
    var path: JSONPath { lookup.path }

    /// As it is shown: `headers.user-agent` with its scope's name.
    var description: String {
        switch scope {
        case .event, .element: path.description
        case .headers: JSONPath([.key("headers")]).appending(path).description
        }
    }

    /// The path as one of the event's own, headers under `headers`; nil for a path in an element.
    var inEvent: JSONPath? {
        switch scope {
        case .event: path
        case .headers: JSONPath([.key("headers")]).appending(path)
        case .element: nil
        }
    }
}
