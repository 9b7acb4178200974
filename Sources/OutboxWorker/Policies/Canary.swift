/// Lets a lane start carefully after a pause or under a new configuration: one event, then ten, then full batches, each
/// step after a delivery.
package struct Canary: Sendable, Hashable {
    private enum Stage: Sendable, Hashable {
        /// The next request carries one event. Becomes `ten` by a delivery.
        case one
        /// The next request carries ten. Becomes `full` by a delivery.
        case ten
        /// No limit. Becomes `one` by `restart`.
        case full
    }

    private var stage: Stage

    /// Makes a canary that is about to start, or is through already.
    package init(isThrough: Bool = false) {
        stage = isThrough ? .full : .one
    }

    /// Events in a request at most; nil for no limit of its own.
    package var limit: Int? {
        switch stage {
        case .one: 1
        case .ten: 10
        case .full: nil
        }
    }

    /// Whether one request at a time leaves.
    package var isAlone: Bool { stage != .full }

    /// Notes that TikTok took a request.
    package mutating func delivered() {
        stage = stage == .one ? .ten : .full
    }

    /// Starts again with one event: after a pause, or under a new configuration.
    package mutating func restart() {
        stage = .one
    }
}
