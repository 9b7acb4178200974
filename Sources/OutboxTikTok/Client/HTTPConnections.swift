import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// The HTTP clients behind the sender: one for each proxy and connect timeout in use, made when first needed.
final class HTTPConnections: Sendable {
    private struct Key: Hashable {
        var proxy: ProxyServer?
        var connectTimeout: Duration
    }

    private struct State {
        var clients: [Key: HTTPClient] = [:]
        var isShutDown = false
    }

    private let proxies: ProxyEnvironment
    private let tls: TLSConfiguration
    private let state = Mutex(State())

    init(settings: TikTokClientSettings) throws(TikTokSettingsError) {
        proxies = settings.proxies
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        if let path = settings.certificateAuthorityFile {
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(path), !certificates.isEmpty else {
                throw .certificateAuthorityFile(path)
            }
            tls.additionalTrustRoots = [.certificates(certificates)]
        }
        self.tls = tls
    }

    /// The client for a destination.
    ///
    /// - Throws: `HTTPClientError.alreadyShutdown` after ``shutDown()``.
    func client(for destination: TikTokDestination) throws -> HTTPClient {
        let key = Key(
            proxy: proxies.proxy(for: destination.endpoint), connectTimeout: destination.connectTimeout
        )
        return try state.withLock { state in
            guard !state.isShutDown else { throw HTTPClientError.alreadyShutdown }
            if let client = state.clients[key] { return client }
            // One event loop a client. With several, a request and its connection may run on different ones, and then
            // async-http-client 1.37.0 aborts the process ("A connection that we don't know was released?") where a
            // connection ends just after its answer, before the other loop has heard that the request was sent.
            let client = HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.next()),
                configuration: configuration(key)
            )
            state.clients[key] = client
            return client
        }
    }

    func shutDown() async {
        let clients = state.withLock { state in
            state.isShutDown = true
            defer { state.clients = [:] }
            return state.clients
        }
        for client in clients.values { try? await client.shutdown() }
    }

    private func configuration(_ key: Key) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.timeout = .init(connect: TimeAmount(key.connectTimeout))
        // Shorter than servers keep an idle connection, so that seldom a request runs into a closing one.
        configuration.connectionPool.idleTimeout = .seconds(30)
        // A failed connection is answered at once: when to try again is the worker's to decide.
        configuration.connectionPool.retryConnectionEstablishment = false
        // How many requests are on their way is the worker's to decide, too.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1024
        if let proxy = key.proxy {
            switch proxy.kind {
            case .http: configuration.proxy = .server(host: proxy.host, port: proxy.port, authorization: proxy.basic)
            case .socks: configuration.proxy = .socksServer(host: proxy.host, port: proxy.port)
            }
        }
        return configuration
    }
}

extension ProxyServer {
    fileprivate var basic: HTTPClient.Authorization? {
        guard let user, let password else { return nil }
        return .basic(username: user, password: password)
    }
}
