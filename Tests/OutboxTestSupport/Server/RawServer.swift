import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// A server on 127.0.0.1 that does with each connection exactly what a test tells it to, byte by byte.
package final class RawServer: Sendable {
    /// What is done to a connection, on its event loop.
    package enum Behaviour: Sendable {
        /// Nothing is read and nothing is said.
        case silent
        /// Each complete request gets these bytes.
        case answer(@Sendable (_ request: String) -> String)
        /// These bytes are sent at the first byte of a request, then the connection ends.
        case early(String)
        /// The first complete request gets these bytes, and then the last one again and again without end.
        case dribble(String)
        /// The first complete request gets a head, then so many bytes of body.
        case flood(head: String, bytes: Int)
        /// The first complete request gets these bytes, and then the connection ends.
        case close(String = "")
    }

    private struct State {
        var requests: [String] = []
        var connections = 0
        var bytesSent = 0
        var negotiated: [String?] = []
    }

    private let state = Mutex(State())
    /// Where it listens.
    package let port: Int

    /// The complete requests, heads and bodies.
    package var requests: [String] { state.withLock { $0.requests } }
    /// How many connections came in.
    package var connections: Int { state.withLock { $0.connections } }
    /// How many bytes of a flood were given to the system.
    package var bytesSent: Int { state.withLock { $0.bytesSent } }
    /// What TLS agreed on for each connection (ALPN).
    package var negotiated: [String?] { state.withLock { $0.negotiated } }

    private init(port: Int) {
        self.port = port
    }

    /// Runs a server while `body` uses it, on a thread of its own.
    package static func with<Result>(
        _ behaviour: Behaviour, tls: TLSConfiguration? = nil, _ body: (RawServer) async throws -> Result
    ) async throws -> Result {
        let box = RawServerBox()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(RawServerHandler(behaviour, box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let made = RawServer(port: channel.localAddress?.port ?? 0)
        box.server.withLock { $0 = made }
        do {
            let result = try await body(made)
            try await group.shutdownGracefully()
            return result
        } catch {
            try? await group.shutdownGracefully()
            throw error
        }
    }

    func connected() { state.withLock { $0.connections += 1 } }
    func received(_ request: String) { state.withLock { $0.requests.append(request) } }
    func sent(_ count: Int) { state.withLock { $0.bytesSent += count } }
    func agreed(on name: String?) { state.withLock { $0.negotiated.append(name) } }
}
