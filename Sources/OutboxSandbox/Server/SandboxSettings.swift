/// How a sandbox is set up.
package struct SandboxSettings: Sendable {
    /// The port on 127.0.0.1; 0 for a free one.
    package var port = 0
    /// The token that is asked for; nil for any but an empty one.
    package var token: String?
    /// The event source id that is known; nil for any.
    package var eventSourceID: String?
    /// The seed of the generator that draws the faults.
    package var seed: UInt64 = 1
    /// How late every answer comes.
    package var delay: Duration = .zero
    /// How often each fault happens, 0 to 1; at most 1 together.
    package var faults: [Fault: Double] = [:]

    /// Takes everything and never misbehaves.
    package init() {}

    /// Reads a fault of the form `KIND=RATE`, such as `rate-limit=0.1`, into ``faults``.
    ///
    /// - Throws: ``SandboxError`` for an unknown kind or a rate outside 0 to 1.
    package mutating func addFault(_ text: String) throws(SandboxError) {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        guard parts.count == 2, let fault = Fault(rawValue: String(parts[0])), let rate = Double(parts[1]),
            (0...1).contains(rate)
        else { throw .fault(text) }
        faults[fault] = rate
    }
}
