/// A wish that the sandbox cannot fulfil.
package enum SandboxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Not of the form `KIND=RATE` with a known kind and a rate from 0 to 1.
    case fault(String)
    /// The rates add up to more than 1.
    case rates
    /// A member of the object at `/faults` that is unknown or has a wrong value.
    case member(String)
    /// The body at `/faults` is not a JSON object.
    case body
    /// The port cannot be listened on.
    case notListening

    /// What is wrong and what would be right.
    package var description: String {
        switch self {
        case .fault(let text):
            "\"\(text)\" is not KIND=RATE with a rate from 0 to 1 and one of the kinds \(Self.kinds)"
        case .rates:
            "the rates of all faults add up to more than 1"
        case .member(let name):
            "\"\(name)\": unknown, or not a value it can have; known are delay_ms, slow_ms, refuse_event_ids, index, "
                + "next and the kinds \(Self.kinds)"
        case .body:
            "not a JSON object such as {\"rate-limit\": 0.1, \"delay_ms\": 20}"
        case .notListening:
            "the sandbox ended before it listened"
        }
    }

    private static var kinds: String { Fault.allCases.map(\.rawValue).joined(separator: " ") }
}
