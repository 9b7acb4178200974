import NIOCore
import NIOPosix
import Synchronization

/// A connection to 127.0.0.1 on which a test sends exactly the bytes it wants, and sees exactly those that come back.
package final class RawClient: Sendable {
    private struct State {
        var received = ""
        var isClosed = false
    }

    /// Notes what comes and when the other side ends.
    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let note: (String?) -> Void

        init(note: @escaping (String?) -> Void) {
            self.note = note
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { note(String(buffer: unwrapInboundIn(data))) }
        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { note(nil) }
        }
        func channelInactive(context: ChannelHandlerContext) { note(nil) }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }

    private final class Box: Sendable {
        let state = Mutex(State())
        let signals: AsyncStream<Void>
        let signal: AsyncStream<Void>.Continuation

        init() {
            (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        }
    }

    private let channel: any Channel
    private let box: Box

    private init(_ channel: any Channel, _ box: Box) {
        self.channel = channel
        self.box = box
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Connects to a port of this machine.
    ///
    /// - Parameter reads: whether it reads what comes; else not before `beginReading`, and the system keeps little for
    ///   it meanwhile.
    package static func connect(port: Int, reads: Bool = true) async throws -> RawClient {
        let box = Box()
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(
                        Handler { text in
                            box.state.withLock { state in
                                if let text { state.received += text } else { state.isClosed = true }
                            }
                            box.signal.yield()
                        })
                }
            }
        if !reads { bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: 64 * 1024) }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel, box)
    }

    /// Sends a text.
    package func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends bytes. Fails where the other side has ended the connection.
    package func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Reads what comes from now on.
    package func beginReading() async throws { try await channel.setOption(.autoRead, value: true).get() }

    /// Says that nothing more will be sent, and goes on reading.
    package func closeOutput() async throws { try await channel.close(mode: .output) }

    /// Ends the connection.
    package func close() { channel.close(promise: nil) }

    /// What has come so far.
    package var received: String { box.state.withLock(\.received) }

    /// Whether the other side has ended.
    package var isClosed: Bool { box.state.withLock(\.isClosed) }

    /// The next answer, head and body, taken out of what has come; what is there where the connection ends before.
    package func response(within time: Duration = .seconds(60)) async -> RawResponse? {
        await wait(within: time) { state in
            if let response = RawResponse(state.received, isComplete: false) {
                state.received.removeFirst(response.text.count)
                return response
            }
            return state.isClosed ? .some(RawResponse(state.received, isComplete: true)) : nil
        } ?? nil
    }

    /// Waits until the other side ends the connection; false where it does not.
    package func ends(within time: Duration = .seconds(60)) async -> Bool {
        await wait(within: time) { $0.isClosed ? true : nil } ?? false
    }

    private func wait<Value: Sendable>(
        within time: Duration, _ body: @escaping @Sendable (inout State) -> Value?
    ) async -> Value? {
        let limit = channel.eventLoop.scheduleTask(in: TimeAmount(time)) { [box] in box.signal.yield() }
        defer { limit.cancel() }
        let deadline = ContinuousClock.now + time
        var signals = box.signals.makeAsyncIterator()
        while true {
            if let value = box.state.withLock({ state in body(&state) }) { return value }
            guard ContinuousClock.now < deadline else { return nil }
            _ = await signals.next()
        }
    }
}
