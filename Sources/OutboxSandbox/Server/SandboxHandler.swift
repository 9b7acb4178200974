import Glibc
import NIOCore
import NIOHTTP1

/// Collects a connection's requests one after the other and does to each what it is told to.
final class SandboxHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// The longest body that is read.
    private static let maximumBody = 64 * 1024 * 1024

    private let react: (SandboxRequest) -> SandboxReaction
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []

    init(react: @escaping (SandboxRequest) -> SandboxReaction) {
        self.react = react
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
            body.reserveCapacity(min(max(length, 0), 2 << 20))
        case .body(let part):
            guard body.count + part.readableBytes <= Self.maximumBody else {
                context.close(promise: nil)
                return
            }
            part.withUnsafeReadableBytes { body.append(contentsOf: $0) }
        case .end:
            guard let head else { return }
            self.head = nil
            respond(to: head, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func respond(to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let request = SandboxRequest(
            method: head.method.rawValue, path: String(head.uri.prefix { $0 != "?" }),
            token: head.headers.first(name: "Access-Token"), contentType: head.headers.first(name: "Content-Type"),
            body: body
        )
        body = []
        switch react(request) {
        case .silence:
            break
        case .reset:
            reset(context)
        case .answer(let answer, let delay) where delay > .zero:
            context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(delay)) {
                self.write(answer, head, context)
            }
        case .answer(let answer, _):
            write(answer, head, context)
        }
    }

    private func write(_ answer: SandboxAnswer, _ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        var headers: HTTPHeaders = [
            "Content-Type": answer.contentType, "Content-Length": "\(answer.body.count)",
        ]
        if let seconds = answer.retryAfter { headers.add(name: "Retry-After", value: "\(seconds)") }
        if !request.isKeepAlive { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.status), headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: answer.body)))), promise: nil)
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !request.isKeepAlive {
            let channel = context.channel
            written.whenComplete { _ in channel.close(promise: nil) }
        }
    }

    /// Ends the connection with a TCP reset instead of a proper close, so that the client sees it break.
    private func reset(_ context: ChannelHandlerContext) {
        let channel = context.channel
        guard let socket = channel as? any SocketOptionProvider else {
            channel.close(promise: nil)
            return
        }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
