import NIOCore
import NIOPosix

/// Stands at TikTok's place and does as little as it can: finds where each request ends, counts it, says that all is
/// well.
struct CountingReceiver: Sendable {
    /// Where it listens on 127.0.0.1.
    let port: Int
    /// What came in.
    let counter: RequestCounter
    private let group: MultiThreadedEventLoopGroup

    /// Listens on a free port, with one thread.
    static func start() async throws -> CountingReceiver {
        let counter = RequestCounter()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 65_536, maximum: 1 << 20)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RequestFraming(counter: counter))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        guard let port = channel.localAddress?.port else { throw BenchmarkError("the receiver got no port") }
        return CountingReceiver(port: port, counter: counter, group: group)
    }

    /// Ends all connections.
    func stop() async throws {
        try await group.shutdownGracefully()
    }
}
