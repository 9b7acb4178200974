/// Bytes of the system's own generator.
package enum RandomBytes {
    /// Sixteen bytes that nobody can guess.
    package static func sixteen() -> [UInt8] {
        // A word at a time: each draw is a call of the system.
        var generator = SystemRandomNumberGenerator()
        return (0..<2).flatMap { _ in withUnsafeBytes(of: generator.next(), Array.init) }
    }
}
