import Glibc
import NIOPosix
import Synchronization

/// A client on bare sockets, so that nothing between it and the sandbox smooths a reset; one connection a request.
final class PlainClient: Sendable {
    struct Reset: Error {}
    struct Failure: Error { let call: String, number: CInt }

    struct Answer {
        let status: Int
        let body: String
    }

    let port: Int
    private let kept = Mutex<[CInt]>([])

    init(port: Int) {
        self.port = port
    }

    deinit {
        for socket in kept.withLock({ $0 }) { close(socket) }
    }

    func get(_ path: String) async throws -> Answer {
        try await exchange(request("GET", path, []))
    }

    func post(_ path: String, _ body: [UInt8], token: String? = "t") async throws -> Answer {
        try await exchange(request("POST", path, body, token: token))
    }

    func request(_ method: String, _ path: String, _ body: [UInt8], token: String? = "t") -> [UInt8] {
        let token = token.map { "Access-Token: \($0)\r\n" } ?? ""
        let head = """
            \(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(token)\
            Content-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n
            """
        return Array(head.utf8) + body
    }

    /// Sends and reads until the other side closes, on a thread that may block.
    func exchange(_ request: [UInt8]) async throws -> Answer {
        try await NIOThreadPool.singleton.runIfActive { try self.exchangeBlocking(request) }
    }

    private func exchangeBlocking(_ request: [UInt8]) throws -> Answer {
        let socket = try connected()
        defer { close(socket) }
        try write(request, to: socket)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(socket, &buffer, buffer.count)
            if count < 0, errno == ECONNRESET { throw Reset() }
            guard count >= 0 else { throw Failure(call: "read", number: errno) }
            if count == 0 { break }
            answer += buffer[..<count]
        }
        let text = String(decoding: answer, as: UTF8.self)
        let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        let end = text.firstRange(of: "\r\n\r\n")?.upperBound ?? text.endIndex
        return Answer(status: status, body: String(text[end...]))
    }

    /// Sends and leaves the connection open until the client goes.
    func send(_ request: [UInt8]) throws {
        let socket = try connected()
        kept.withLock { $0.append(socket) }
        try write(request, to: socket)
    }

    private func connected() throws -> CInt {
        let socket = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Failure(call: "socket", number: errno) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            defer { close(socket) }
            throw Failure(call: "connect", number: errno)
        }
        return socket
    }

    private func write(_ bytes: [UInt8], to socket: CInt) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(call: "send", number: errno) }
            sent += count
        }
    }
}
