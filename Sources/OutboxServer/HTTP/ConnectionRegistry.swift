import NIOCore
import Synchronization

/// The connections that are open, so that they can be counted, and asked to end.
final class ConnectionRegistry: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosing = false
        var whenEmpty: EventLoopPromise<Void>?
    }

    private let state = Mutex(State())

    /// How many there are.
    var count: Int { state.withLock(\.channels.count) }

    /// Notes a new connection until it ends, and gives how many there are with it; nil where no more are taken.
    func add(_ channel: any Channel) -> Int? {
        let count: Int? = state.withLock { state in
            guard !state.isClosing else { return nil }
            state.channels[ObjectIdentifier(channel)] = channel
            return state.channels.count
        }
        if count != nil { channel.closeFuture.whenComplete { _ in self.remove(channel) } }
        return count
    }

    /// Takes no more, asks each connection to end after the request at hand, and calls the promise when all have.
    func close(_ promise: EventLoopPromise<Void>) {
        let channels = state.withLock { state in
            state.isClosing = true
            state.whenEmpty = promise
            return Array(state.channels.values)
        }
        if channels.isEmpty { return succeed() }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }

    /// Ends all that are left, whatever they are at.
    func abort() {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }

    private func remove(_ channel: any Channel) {
        let isLast = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            return state.channels.isEmpty
        }
        if isLast { succeed() }
    }

    private func succeed() {
        let promise = state.withLock { state in
            defer { state.whenEmpty = nil }
            return state.whenEmpty
        }
        promise?.succeed()
    }
}
