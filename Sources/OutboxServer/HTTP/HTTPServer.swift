import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

/// Listens, and gives each request to a function.
///
/// Built on SwiftNIO's channel handlers and not on Hummingbird (2.28). There a connection that is accepted while the
/// listener closes is dropped by `NIOAsyncChannelHandler` with an unfinished writer, which aborts the process
/// ("Deinited NIOAsyncWriter without calling finish()"), in graceful shutdown as under cancellation; and the limits of
/// time and the one shape of errors must hold also before there is a request.
package final class HTTPServer: Service {
    private let channel: any Channel
    private let connections: ConnectionRegistry
    private let exchanges: AsyncStream<HTTPExchange>
    private let submission: AsyncStream<HTTPExchange>.Continuation
    private let respond: @Sendable (HTTPRequest) async -> HTTPResponse

    /// How long the requests at hand may take after the end was asked for.
    package static let grace: Duration = .seconds(10)

    /// The port that it listens on.
    package var port: Int { channel.localAddress?.port ?? 0 }

    /// Binds an address; connections wait until it runs.
    ///
    /// - Parameters:
    ///   - host: a name or an address.
    ///   - port: the port; 0 takes a free one.
    ///   - limits: what holds at each moment.
    ///   - admit: judges a request with a body by its head, before any of the body is taken; must not block.
    ///   - note: is told of each request that is refused before it is whole, with its head where that has shown a key
    ///     that is known; must not block.
    ///   - respond: gives the answer; called from a task of its own for each request.
    /// - Throws: ``ListenFailure``.
    package init(
        host: String, port: Int, limits: @escaping @Sendable () -> HTTPLimits,
        admit: @escaping @Sendable (_ head: HTTPRequest) -> BodyAdmission,
        note: @escaping @Sendable (_ failure: RequestFailure, _ head: HTTPRequest?) -> Void = { _, _ in },
        respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse
    ) async throws {
        let (exchanges, submission) = AsyncStream.makeStream(of: HTTPExchange.self)
        let connections = ConnectionRegistry()
        let rules = HTTPConnection.Rules(
            limits: limits, budget: BodyBudget(), admit: admit, note: note, submit: { submission.yield($0) })
        do {
            channel = try await Self.bootstrap(connections, rules)
                .bind(host: host, port: port).get()
        } catch {
            throw ListenFailure(host: host, port: port, error)
        }
        (self.connections, self.respond) = (connections, respond)
        (self.exchanges, self.submission) = (exchanges, submission)
    }

    /// Answers until graceful shutdown, then ends in good order; at cancellation at once. Requests that were taken are
    /// done when it returns.
    package func run() async throws {
        await withDiscardingTaskGroup { group in
            group.addTask {
                do {
                    try await gracefulShutdown()
                    await self.close(within: Self.grace)
                } catch {
                    await self.close(within: .zero)
                }
            }
            for await exchange in exchanges {
                group.addTask { exchange.answer(await self.respond(exchange.request)) }
            }
        }
    }

    /// Gives the address back without having run.
    package func abandon() async {
        await close(within: .zero)
    }

    /// Closes the listener, lets the requests at hand be answered, and then ends all connections.
    private func close(within grace: Duration) async {
        // Refused by the system where it is closed already.
        try? await channel.close()
        let promise = channel.eventLoop.makePromise(of: Void.self)
        connections.close(promise)
        let timer = channel.eventLoop.scheduleTask(in: TimeAmount(grace)) { [connections] in connections.abort() }
        try? await promise.futureResult.get()
        timer.cancel()
        submission.finish()
    }

    private static func bootstrap(
        _ connections: ConnectionRegistry, _ rules: HTTPConnection.Rules
    ) -> ServerBootstrap {
        // The process's own loops, which are never ended: a connection may be on its way between two of them.
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel, connections, rules)
                }
            }
    }

    private static func configure(
        _ channel: any Channel, _ connections: ConnectionRegistry, _ rules: HTTPConnection.Rules
    ) throws {
        let most = rules.limits().connections
        // Those beyond are answered too, but so many beyond that are not.
        guard let count = connections.add(channel), count <= 2 * most else {
            channel.close(promise: nil)
            return
        }
        var decoding = NIOHTTPDecoderLimitConfiguration()
        decoding.maxHeaderFieldCount = HTTPLimits.headerFields
        decoding.maxHeaderFieldSize = HTTPLimits.headerFieldBytes
        decoding.maxHeaderListSize = HTTPLimits.headerBytes
        let refusal =
            count > most
            ? RequestFailure(.busy, "all connections are taken: come again", retryAfter: 1) : nil
        let connection = HTTPConnection(rules, refusal: refusal)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(ArrivalWatch { connection.bytesCame() })
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: true, withErrorHandling: false, withOutboundHeaderValidation: true,
            withEncoderConfiguration: .init(), withDecoderLimitConfiguration: decoding)
        try pipeline.addHandler(connection)
    }
}
