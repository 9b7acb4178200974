import NIOCore
import NIOHTTP1
import NIOPosix

/// Listens on 127.0.0.1 and gives each request to a function.
///
/// Built on SwiftNIO's channel handlers and not on Hummingbird, because a connection must be reset or left without an
/// answer at will, and because a connection that comes in while a Hummingbird server (2.28) is cancelled aborts the
/// process ("Deinited NIOAsyncWriter without calling finish()"), which in a test is the test.
struct SandboxServer: Sendable {
    private let react: @Sendable (SandboxRequest) -> SandboxReaction

    /// Makes a server that does not listen yet; the function runs on the connections' event loops.
    init(react: @escaping @Sendable (SandboxRequest) -> SandboxReaction) {
        self.react = react
    }

    /// Listens until the task is cancelled, then ends every connection and returns.
    func run(port: Int, onListening: @Sendable (Int) -> Void) async throws {
        // A group of its own: its end is the end of all connections, whatever state they are in.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        do {
            let channel = try await listen(port, group)
            onListening(channel.localAddress?.port ?? 0)
            try await withTaskCancellationHandler {
                try await channel.closeFuture.get()
            } onCancel: {
                channel.close(promise: nil)
            }
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
        try await group.shutdownGracefully()
    }

    private func listen(_ port: Int, _ group: MultiThreadedEventLoopGroup) async throws -> any Channel {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 4096, initial: 65_536, maximum: 1 << 20)
            )
            .childChannelInitializer { [react] channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
                    try channel.pipeline.syncOperations.addHandler(SandboxHandler(react: react))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
    }
}
