/// Everything that can be asked for: one method of one path.
package enum Route: String, Sendable, CaseIterable {
    /// Takes events in the source's dialect.
    case enqueue
    /// Shows an event of the source.
    case event
    /// Takes back what has not left of an event of the source.
    case cancel
    /// Segment's and RudderStack's single calls and their batches.
    case track, page, screen, identify, group, alias, batch
    /// Takes a page's report of what its pixel sent, and says before whether it may.
    case echo, echoPreflight
    /// Whether the process lives.
    case health
    /// Whether it can do its work.
    case readiness
    /// What all of this is, for programs.
    case document

    /// The method of the request.
    package var method: String {
        switch self {
        case .enqueue, .track, .page, .screen, .identify, .group, .alias, .batch, .echo: "POST"
        case .event, .health, .readiness, .document: "GET"
        case .cancel: "DELETE"
        case .echoPreflight: "OPTIONS"
        }
    }

    /// The path; a part in braces stands for any one part.
    package var path: String {
        switch self {
        case .enqueue: "/v1/events"
        case .event, .cancel: "/v1/events/{event_id}"
        case .track, .page, .screen, .identify, .group, .alias, .batch: "/v1/\(rawValue)"
        case .echo, .echoPreflight: "/v1/echo"
        case .health: "/healthz"
        case .readiness: "/readyz"
        case .document: "/openapi.yaml"
        }
    }

    /// The type of the event where it is Segment's or RudderStack's single call.
    var callType: String? {
        switch self {
        case .track, .page, .screen, .identify, .group, .alias: rawValue
        case .enqueue, .event, .cancel, .batch, .echo, .echoPreflight, .health, .readiness, .document: nil
        }
    }

    /// Every status that it answers with, those of broken requests included.
    package var statuses: Set<Int> {
        let any: Set = [400, 408, 413, 431, 503]
        switch self {
        case .enqueue: return any.union([200, 207, 401, 415])
        case .track, .page, .screen, .identify, .group, .alias, .batch: return any.union([200, 401, 403, 415])
        case .event, .cancel: return any.union([200, 401, 404])
        case .echo: return any.union([204, 401, 403, 404, 415, 429])
        case .echoPreflight: return any.union([204, 403])
        case .health, .readiness, .document: return any.union([200])
        }
    }
}
