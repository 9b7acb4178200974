import NIOCore

/// Tells that bytes came, before anybody reads them: the parser tells of a head only when it is complete.
final class ArrivalWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let note: () -> Void

    init(note: @escaping () -> Void) {
        self.note = note
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        note()
        context.fireChannelRead(data)
    }
}
