import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Why no answer came, in words that hold nothing of the request.
enum TransportFailure: Error, Hashable, CustomStringConvertible {
    /// The host's name did not resolve.
    case nameResolution
    /// No connection came up.
    case connection(String)
    /// TLS failed.
    case tls(String)
    /// The proxy refused.
    case proxy(String)
    /// The request's time was over.
    case time(wasSent: Bool)
    /// The connection broke.
    case broken(wasSent: Bool)
    /// What came is no HTTP.
    case noHTTP(wasSent: Bool)
    /// We stopped waiting.
    case cancelled(wasSent: Bool)
    /// Something else, by the name of its type.
    case other(String, wasSent: Bool)

    /// Sorts an error of the client.
    ///
    /// - Parameter wasSent: Whether the request's head had left; if not, nothing can have arrived.
    init(_ error: any Error, wasSent: Bool) {
        switch error {
        case is HTTPExchange.TimeOver:
            self = .time(wasSent: wasSent)
        case let error as NIOConnectionError:
            self = Self.connecting(error)
        case let error as NIOSSLError:
            self = wasSent ? .broken(wasSent: true) : .tls(Self.handshake(error))
        case is NIOSSLExtraError where !wasSent:
            self = .tls("the certificate is for another host")
        case let error as IOError:
            self = wasSent ? .broken(wasSent: true) : .connection(Self.words(error))
        case let error as HTTPClientError:
            self = Self.client(error, wasSent: wasSent)
        case HTTPParserError.invalidEOFState:
            self = .broken(wasSent: wasSent)
        case is HTTPParserError:
            self = .noHTTP(wasSent: wasSent)
        case is ChannelError:
            // A kept connection that the other side closed in the moment it was used again.
            self = .broken(wasSent: wasSent)
        case is BoringSSLError where !wasSent:
            self = .tls("the handshake failed")
        default:
            self = .other("\(type(of: error))", wasSent: wasSent)
        }
    }

    /// Whether the events may have arrived.
    var mayHaveArrived: Bool {
        switch self {
        case .nameResolution, .connection, .tls, .proxy: false
        case .time(let wasSent), .broken(let wasSent), .noHTTP(let wasSent), .cancelled(let wasSent),
            .other(_, let wasSent):
            wasSent
        }
    }

    /// One line for the record.
    var description: String {
        switch self {
        case .nameResolution: "the host's name did not resolve"
        case .connection(let why): "no connection: \(why)"
        case .tls(let why): "TLS failed: \(why)"
        case .proxy(let why): "the proxy refused: \(why)"
        case .time(let wasSent): wasSent ? "no complete answer in time" : "could not be sent in time"
        case .broken(let wasSent):
            wasSent ? "the connection broke before the answer was complete" : "the connection broke before sending"
        case .noHTTP: "the answer is no HTTP"
        case .cancelled(let wasSent): wasSent ? "cut off while waiting for the answer" : "cut off before sending"
        case .other(let name, _): "failed: \(name)"
        }
    }

    private static func connecting(_ error: NIOConnectionError) -> TransportFailure {
        // Where an address was found and tried, the name did resolve.
        guard let last = error.connectionErrors.last?.error else {
            return error.dnsAError ?? error.dnsAAAAError != nil ? .nameResolution : .connection("no address")
        }
        if let last = last as? IOError { return .connection(words(last)) }
        if let channel = last as? ChannelError, case .connectTimeout = channel { return .connection("timed out") }
        return .connection("\(type(of: last))")
    }

    /// The system's words for an error number, without the call's own text.
    private static func words(_ error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "refused"
        case ECONNRESET: "reset"
        case EHOSTUNREACH, ENETUNREACH: "host or network unreachable"
        case ETIMEDOUT: "timed out"
        default: "error number \(error.errnoCode)"
        }
    }

    private static func handshake(_ error: NIOSSLError) -> String {
        guard case .handshakeFailed(let reason) = error else { return "the handshake failed" }
        if "\(reason)".contains("CERTIFICATE_VERIFY_FAILED") { return "the certificate is not trusted" }
        return "the handshake failed"
    }

    private static func client(_ error: HTTPClientError, wasSent: Bool) -> TransportFailure {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            .connection("timed out")
        case .tlsHandshakeTimeout:
            .tls("the handshake timed out")
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            .proxy("its handshake timed out")
        case .invalidProxyResponse:
            .proxy("it did not open the connection")
        case .proxyAuthenticationRequired:
            .proxy("it asks for a user and a password")
        case .deadlineExceeded, .readTimeout, .writeTimeout:
            .time(wasSent: wasSent)
        case .cancelled, .alreadyShutdown:
            .cancelled(wasSent: wasSent)
        case .remoteConnectionClosed, .uncleanShutdown, .requestStreamCancelled:
            .broken(wasSent: wasSent)
        default:
            .other(error.shortDescription, wasSent: wasSent)
        }
    }
}
