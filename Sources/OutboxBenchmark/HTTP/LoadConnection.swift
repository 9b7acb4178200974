import Glibc

/// One connection of the load: sends a request, and finds the end of the answer. It never blocks.
final class LoadConnection {
    /// Its socket.
    let descriptor: Int32
    /// When the request that is on its way was due; nil while none is.
    private(set) var due: Double?
    /// Whether a part of the request is still to be sent.
    var wantsToSend: Bool { due != nil && sent < request.bytes.count }

    private var request: LoadRequest
    private var sent = 0
    private var head: [UInt8] = []
    /// Bytes of the answer's body that are still to come; nil while its head is.
    private var bodyLeft: Int?

    /// Connects to a port of this machine.
    init(port: Int, request: LoadRequest) throws {
        self.request = request
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw BenchmarkError("nobody listens on port \(port)") }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(descriptor)
    }

    /// Begins a request whose events have the numbers from this one on.
    func begin(from number: Int, due moment: Double) throws {
        request.number(from: number)
        (due, sent) = (moment, 0)
        try send()
    }

    /// Sends on as far as the socket takes it.
    func send() throws {
        while sent < request.bytes.count {
            let count = request.bytes.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                sent += count
            } else if errno == EAGAIN {
                return
            } else if errno != EINTR {
                throw BenchmarkError("a connection broke while a request was sent")
            }
        }
    }

    /// Reads what came into a buffer; true when the answer is complete. Throws unless all events are taken.
    func receive(into buffer: inout [UInt8]) throws -> Bool {
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else {
            if count < 0, errno == EAGAIN || errno == EINTR { return false }
            throw BenchmarkError("the server ended a connection")
        }
        if let left = bodyLeft { return end(bodyLeft: left - count) }
        head += buffer[..<count]
        guard let (length, body) = try answer() else { return false }
        return end(bodyLeft: length - (head.count - body))
    }

    private func end(bodyLeft left: Int) -> Bool {
        bodyLeft = left
        guard left <= 0 else { return false }
        (bodyLeft, due) = (nil, nil)
        head.removeAll(keepingCapacity: true)
        return true
    }

    /// The length of the body and where it begins, once the head is complete.
    private func answer() throws -> (length: Int, body: Int)? {
        let lineEnd = UInt8(ascii: "\n")
        var (start, length) = (0, 0)
        while let end = head[start...].firstIndex(of: lineEnd) {
            let line = head[start..<end]
            if line.count <= 1 {
                guard head.starts(with: "HTTP/1.1 200".utf8) else {
                    throw BenchmarkError("the server answered \(String(decoding: head.prefix(600), as: UTF8.self))")
                }
                return (length, end + 1)
            }
            // `content-length: `
            if line.count > 16, line.prefix(15).elementsEqual("content-length:".utf8, by: { $0 | 0x20 == $1 | 0x20 }) {
                length = line.dropFirst(15).reduce(0) { $1 > 0x2f && $1 < 0x3a ? $0 * 10 + Int($1 - 0x30) : $0 }
            }
            start = end + 1
        }
        return nil
    }
}
