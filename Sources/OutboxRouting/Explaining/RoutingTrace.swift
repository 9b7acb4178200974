package import OutboxCore
package import OutboxMapping

/// How a decision came about: every step with what it saw, every field with where its value came from.
///
/// Values of identities in it are digests, as they are sent; what steps saw is masked and short.
package struct RoutingTrace: Sendable {
    /// One step on the way to the decision.
    package struct Step: Sendable {
        /// What kinds of step there are, in their order.
        package enum Kind: String, Sendable {
            /// The event's own `event_source` fits the destination's.
            case eventSource = "event_source"
            /// The event is mapped.
            case event
            /// A filter holds.
            case filter
            /// The user agreed.
            case consent
            /// What TikTok requires is there.
            case required
            /// The destination's mode, and the test sessions that run.
            case mode
        }

        /// What kind of step it is.
        package let kind: Kind
        /// Where the configuration says so, such as `destinations.main.filters[0]`.
        package let place: String
        /// The line of it, where there is one.
        package let line: Int?
        /// What was asked, as it is written.
        package let text: String
        /// Whether it was met.
        package let holds: Bool
        /// What came of it, in words.
        package let outcome: String
        /// The comparisons that a condition made.
        package let comparisons: [ConditionTrace.Step]
    }

    /// One field of the TikTok event.
    package struct Field: Sendable {
        /// The field, such as `properties.value`.
        package let target: String
        /// Its rule, as written.
        package let rule: String
        /// Where that is written: in the shipped map, or in the configuration.
        package let origin: MappingTable.Origin
        /// Which alternative gave the value, from which path, by which functions.
        package let source: RuleTrace
        /// The value as it is sent, JSON; nil where none is.
        package internal(set) var value: [UInt8]?
        /// Whether it follows from `properties.contents`.
        package internal(set) var isDerived = false
        /// Why it was left out, or what is odd about it.
        package internal(set) var problem: String?
    }

    /// The steps that were taken, up to the one that decided.
    package internal(set) var steps: [Step] = []
    /// The fields in the order of the map; empty where an earlier step decided.
    package internal(set) var fields: [Field] = []
    /// What was decided.
    package internal(set) var decision: Decision = .invalid(detail: "")

    /// A trace of nothing yet.
    init() {}
}

extension RoutingTrace.Field {
    init(_ field: RenderPlan.Field, _ trace: RuleTrace) {
        target = field.field.path
        rule = field.rule.text
        origin = field.origin
        source = trace
    }
}

extension [RoutingTrace.Field] {
    mutating func noteSent(_ value: [UInt8], at target: String) {
        guard let index = lastIndex(where: { $0.target == target }) else { return }
        self[index].value = value
    }

    mutating func noteDerived(at target: String) {
        guard let index = lastIndex(where: { $0.target == target }) else { return }
        self[index].isDerived = true
    }

    /// Notes a problem with the field that reads this path, or is there.
    mutating func noteProblem(_ problem: String, at path: String) {
        guard let index = lastIndex(where: { path.hasPrefix($0.source.path ?? $0.target) || path.hasPrefix($0.target) })
        else { return }
        self[index].problem = problem
    }
}
