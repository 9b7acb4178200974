import NIOCore

/// Finds the ends of HTTP/1.1 requests with a `Content-Length`, and answers each that TikTok took it.
final class RequestFraming: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let answer = Array(
        #"{"code":0,"message":"OK","request_id":"202611251200000000000000000000","data":{}}"#.utf8)
    private static let response = ByteBuffer(
        bytes: Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(answer.count)\r\n\r\n".utf8)
            + answer)
    private static let headEnd = Array("\r\n\r\n".utf8)
    private static let lengthName = Array("content-length:".utf8)

    private let counter: RequestCounter
    /// The head as far as it came.
    private var head: [UInt8] = []
    /// Bytes of the body that are still to come; nil while the head is.
    private var bodyLeft: Int?

    init(counter: RequestCounter) {
        self.counter = counter
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        while true {
            if let left = bodyLeft {
                let count = min(left, buffer.readableBytes)
                buffer.moveReaderIndex(forwardBy: count)
                bodyLeft = left - count
                guard count == left else { return }
                bodyLeft = nil
                counter.answered()
                context.writeAndFlush(wrapOutboundOut(Self.response), promise: nil)
            }
            guard buffer.readableBytes > 0 else { return }
            if head.isEmpty { counter.began() }
            guard readHead(&buffer) else { return }
            guard bodyLeft != nil else {
                // No length: nothing that the outbox sends.
                context.close(promise: nil)
                return
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Reads on in the head; false where its end is not there yet.
    private func readHead(_ buffer: inout ByteBuffer) -> Bool {
        let from = max(0, head.count - Self.headEnd.count)
        let taken = buffer.readBytes(length: min(buffer.readableBytes, 8192)) ?? []
        let before = head.count
        head += taken
        guard let end = Self.end(of: head, from: from) else { return false }
        // What was taken of the body goes back.
        buffer.moveReaderIndex(to: buffer.readerIndex - (taken.count - (end - before)))
        bodyLeft = Self.length(in: head[..<end])
        head.removeAll(keepingCapacity: true)
        return true
    }

    private static func end(of head: [UInt8], from: Int) -> Int? {
        guard head.count >= headEnd.count else { return nil }
        for index in from...(head.count - headEnd.count) where head[index] == headEnd[0] {
            if head[index..<(index + headEnd.count)].elementsEqual(headEnd) { return index + headEnd.count }
        }
        return nil
    }

    private static func length(in head: ArraySlice<UInt8>) -> Int? {
        for line in head.split(separator: UInt8(ascii: "\n")) {
            let name = line.prefix(lengthName.count).map { $0 | 0x20 }
            guard zip(name, lengthName).allSatisfy({ $0 == $1 | 0x20 }), name.count == lengthName.count else {
                continue
            }
            let digits = line.dropFirst(lengthName.count).filter {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
        }
        return nil
    }
}
