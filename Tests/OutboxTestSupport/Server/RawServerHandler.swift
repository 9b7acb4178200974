import NIOCore
import NIOTLS
import Synchronization

/// Hands the server to the handlers, which are made after it listens.
final class RawServerBox: Sendable {
    let server = Mutex<RawServer?>(nil)
}

/// Does to one connection what the server was told to do.
final class RawServerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let behaviour: RawServer.Behaviour
    private let box: RawServerBox
    private var received = ""
    private var rest = 0

    init(_ behaviour: RawServer.Behaviour, _ box: RawServerBox) {
        self.behaviour = behaviour
        self.box = box
    }

    private var server: RawServer? { box.server.withLock { $0 } }

    func channelActive(context: ChannelHandlerContext) {
        server?.connected()
        if case .silent = behaviour { context.channel.setOption(.autoRead, value: false).whenComplete { _ in } }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted(let name) = event { server?.agreed(on: name) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .early(let text) = behaviour {
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                channel.close(promise: nil)
            }
            return
        }
        received += String(buffer: unwrapInboundIn(data))
        while let request = nextRequest() {
            server?.received(request)
            respond(to: request, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        flood(context)
    }

    /// A head with its body by Content-Length; for TLS tests also the preface of HTTP/2.
    private func nextRequest() -> String? {
        guard let end = received.firstRange(of: "\r\n\r\n") else { return nil }
        let head = received[..<end.lowerBound].lowercased()
        let length =
            head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) } ?? 0
        let body = received[end.upperBound...]
        guard body.utf8.count >= length else { return nil }
        let bodyEnd = received.utf8.index(end.upperBound, offsetBy: length)
        let request = String(received[..<bodyEnd])
        received = String(received[bodyEnd...])
        return request
    }

    private func respond(to request: String, _ context: ChannelHandlerContext) {
        switch behaviour {
        case .silent, .early:
            break
        case .answer(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text(request))), promise: nil)
        case .dribble(let text):
            dribble(Array(text.utf8), context)
        case .flood(let head, let bytes):
            rest = bytes
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
            flood(context)
        case .close(let text):
            let channel = context.channel
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text))).whenComplete { _ in
                channel.close(promise: nil)
            }
        }
    }

    private func dribble(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let channel = context.channel
        let last = ByteBuffer(bytes: bytes.suffix(1))
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        let task = context.eventLoop.scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(1)) { _ in
            channel.writeAndFlush(last, promise: nil)
        }
        channel.closeFuture.whenComplete { _ in task.cancel() }
    }

    private func flood(_ context: ChannelHandlerContext) {
        let chunk = ByteBuffer(repeating: UInt8(ascii: "x"), count: 256 * 1024)
        while rest > 0, context.channel.isWritable, context.channel.isActive {
            rest -= chunk.readableBytes
            server?.sent(chunk.readableBytes)
            context.writeAndFlush(wrapOutboundOut(chunk), promise: nil)
        }
    }
}
