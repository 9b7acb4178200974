import Dispatch

/// Runs blocking calls one after the other on a queue of their own and awaits them, so that no thread of the
/// cooperative pool ever waits for a disk or a lock.
package struct BlockingCallQueue: Sendable {
    private let queue: DispatchQueue

    /// Makes a queue.
    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    /// Runs a closure after those that were given before it, and gives what it returns or throws.
    ///
    /// - warning: It is not cancelled with the task: a blocking call that began is waited for.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }

    /// Runs a closure that does not throw after those that were given before it, and gives what it returns.
    package func run<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: body()) }
        }
    }
}
