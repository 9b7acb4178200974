import NIOCore
import NIOHTTP1

/// Collects one connection's requests, one after the other, and keeps them within the limits.
///
/// Confined to the connection's event loop. Behind NIO's `HTTPServerPipelineHandler`, so a request comes after the
/// answer to the one before has left.
final class HTTPConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    /// What all connections of a server have in common.
    struct Rules: Sendable {
        /// What holds at the moment.
        let limits: @Sendable () -> HTTPLimits
        /// What all bodies together may take.
        let budget: BodyBudget
        /// Judges a request with a body by its head.
        let admit: @Sendable (_ head: HTTPRequest) -> BodyAdmission
        /// Takes note of a request that is refused before it is whole; its head where that has shown a known key.
        let note: @Sendable (_ failure: RequestFailure, _ head: HTTPRequest?) -> Void
        /// Takes a complete request.
        let submit: @Sendable (HTTPExchange) -> Void
    }

    private enum State {
        /// For a head, of which something may have come. Goes to: receiving, ending.
        case waiting(hasBegun: Bool)
        /// Goes to: answering, ending.
        case receiving(HTTPRequest, keepsAlive: Bool)
        /// Somebody works on the answer. Goes to: leaving.
        case answering(keepsAlive: Bool)
        /// The answer is on its way to the client, who may not read it. Goes to: waiting, ending.
        case leaving(keepsAlive: Bool)
        /// The last answer has been sent; whatever still comes is passed over.
        case ending
    }

    private let rules: Rules
    /// Why every request is refused; nil where it is not.
    private let refusal: RequestFailure?
    private var context: ChannelHandlerContext?
    private var state = State.waiting(hasBegun: false)
    private var isFirst = true
    private var body: [UInt8] = []
    private var bodyBytes = 0
    private var maximumBody = 0
    private var admission = BodyAdmission.passedOver
    /// Bytes that the connection holds of the budget, until the request is answered.
    private var held = 0
    private var isInputClosed = false
    /// Whether the request asks for the head of an answer alone (RFC 9110, section 9.3.2).
    private var wantsHeadAlone = false
    private var deadline: ConnectionDeadline?
    /// The address of who connected, without a port.
    private var peer: String?

    init(_ rules: Rules, refusal: RequestFailure?) {
        self.rules = rules
        self.refusal = refusal
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        peer = context.remoteAddress?.ipAddress
        deadline = ConnectionDeadline(on: context.eventLoop) { self.timeIsUp() }
        arm(refusal == nil ? rules.limits().headerTime : HTTPLimits.lingering)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        (deadline, self.context) = (nil, nil)
        // What is being answered is held until it is.
        if case .answering = state { return }
        drop()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head)
        case .body(let part): receive(part)
        case .end: end()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event {
            isInputClosed = true
            switch state {
            // A request that was cut off comes as an error of the parser besides.
            case .waiting, .ending: context.close(promise: nil)
            case .receiving, .answering, .leaving: break
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.close(promise: nil) }
        switch state {
        case .waiting, .receiving: refuse(Self.failure(error))
        // Rubbish behind a good request: that one is answered, and then it ends.
        case .answering: state = .answering(keepsAlive: false)
        case .leaving: state = .leaving(keepsAlive: false)
        case .ending: break
        }
    }

    private static func failure(_ error: HTTPParserError) -> RequestFailure {
        switch error {
        case .headerOverflow:
            RequestFailure(
                .headersTooLarge,
                "at most \(HTTPLimits.headerFields) header fields of \(HTTPLimits.headerFieldBytes) bytes are read")
        case .invalidEOFState: RequestFailure(.badRequest, "the request was cut off")
        default: RequestFailure(.badRequest, "not a request of HTTP/1.1")
        }
    }
}

// MARK: - What comes

extension HTTPConnection {
    /// Notes that something came: from its first byte on a later head has the time that the first one has from the
    /// connecting on. One whose beginning came with the end of the request before has the idle time.
    func bytesCame() {
        guard case .waiting(hasBegun: false) = state else { return }
        state = .waiting(hasBegun: true)
        if !isFirst { arm(rules.limits().headerTime) }
    }

    private func begin(_ head: HTTPRequestHead) {
        guard case .waiting = state else { return }
        isFirst = false
        wantsHeadAlone = head.method == .HEAD
        if let refusal { return refuse(refusal) }
        let limits = rules.limits()
        let request = HTTPRequest(
            method: head.method.rawValue, target: head.uri, headers: head.headers, peer: peer)
        let length = head.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        (admission, bodyBytes) = (.passedOver, 0)
        if length > 0 || head.headers.contains(name: "Transfer-Encoding") {
            admission = rules.admit(request)
            if case .refused(let failure) = admission { return refuse(failure) }
        }
        maximumBody = if case .taken(let limit, _) = admission { limit } else { limits.body }
        guard length <= maximumBody else { return refuse(bodyTooLarge, of: request) }
        state = .receiving(request, keepsAlive: head.isKeepAlive)
        arm(limits.bodyTime)
        if head.headers[canonicalForm: "Expect"].contains(where: { $0.lowercased() == "100-continue" }) {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context?.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
    }

    private func receive(_ part: ByteBuffer) {
        guard case .receiving(let request, _) = state else { return }
        bodyBytes += part.readableBytes
        guard bodyBytes <= maximumBody else { return refuse(bodyTooLarge, of: request) }
        guard case .taken(_, let isKnown) = admission else { return }
        if let failure = rules.budget.take(part.readableBytes, isKnown: isKnown, rules.limits()) {
            return refuse(failure)
        }
        held += part.readableBytes
        part.withUnsafeReadableBytes { body.append(contentsOf: $0) }
    }

    private func end() {
        guard case .receiving(var request, let keepsAlive) = state, let context else { return }
        deadline?.drop()
        state = .answering(keepsAlive: keepsAlive)
        (request.body, body) = (body, [])
        let own = NIOLoopBound(self, eventLoop: context.eventLoop)
        rules.submit(
            HTTPExchange(request: request) { response in own.eventLoop.execute { own.value.answer(response) } })
    }

    /// Lets go of the body.
    private func drop() {
        body = []
        guard held > 0, case .taken(_, let isKnown) = admission else { return }
        rules.budget.giveBack(held, isKnown: isKnown)
        held = 0
    }

    private var bodyTooLarge: RequestFailure {
        RequestFailure(
            .bodyTooLarge, "the body is larger than \(maximumBody) bytes; nothing of it was taken: send less a request")
    }
}

// MARK: - What goes

extension HTTPConnection {
    private func answer(_ response: HTTPResponse) {
        drop()
        // The client may be gone by now.
        guard case .answering(let keepsAlive) = state, let context else { return }
        let stays = keepsAlive && !isInputClosed
        state = .leaving(keepsAlive: stays)
        arm(rules.limits().idleTime)
        let own = NIOLoopBound(self, eventLoop: context.eventLoop)
        let written = write(response, isLast: !stays, context)
        written.whenSuccess { own.value.hasLeft() }
        written.whenFailure { _ in own.value.isGone() }
    }

    /// Goes on when the client has taken the answer: its end is told only then, so that of a client who sends requests
    /// and reads no answers never more than one is read.
    private func hasLeft() {
        guard case .leaving(let keepsAlive) = state, let context else { return }
        let stays = keepsAlive && !isInputClosed
        state = stays ? .waiting(hasBegun: false) : .ending
        wantsHeadAlone = false
        if stays { arm(rules.limits().idleTime) }
        let ended = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard !stays else { return }
        let channel = context.channel
        ended.whenComplete { _ in channel.close(promise: nil) }
    }

    /// Takes no request more that had come before the client was gone, or was let go.
    private func isGone() {
        state = .ending
        context?.close(promise: nil)
    }

    /// Answers before the request has ended, and ends the connection.
    ///
    /// What the client still sends is passed over for a while, since a connection that is closed with bytes unread is
    /// reset, and the client would not see the answer.
    private func refuse(_ failure: RequestFailure, of head: HTTPRequest? = nil) {
        guard let context else { return }
        if case .taken(_, isKnown: true) = admission { rules.note(failure, head) } else { rules.note(failure, nil) }
        state = .ending
        drop()
        let channel = context.channel
        write(failure.response, isLast: true, context).whenComplete { _ in channel.close(mode: .output, promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        arm(HTTPLimits.lingering)
    }

    /// Writes all of an answer but its end; the result is there when the socket has taken it.
    private func write(
        _ response: HTTPResponse, isLast: Bool, _ context: ChannelHandlerContext
    ) -> EventLoopFuture<Void> {
        var headers = HTTPHeaders()
        headers.reserveCapacity(5 + response.headers.count)
        headers.add(name: "Content-Type", value: response.contentType)
        headers.add(name: "Content-Length", value: "\(response.body.count)")
        headers.add(name: "Cache-Control", value: "no-store")
        headers.add(name: "X-Content-Type-Options", value: "nosniff")
        for (name, value) in response.headers { headers.add(name: name, value: value) }
        if isLast { headers.add(name: "Connection", value: "close") }
        let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: response.status), headers: headers)
        guard !wantsHeadAlone else { return context.writeAndFlush(wrapOutboundOut(.head(head))) }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let body = context.channel.allocator.buffer(bytes: response.body)
        return context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(body))))
    }

    /// Lets so much time pass until the connection ends.
    private func arm(_ time: Duration) {
        deadline?.set(in: time)
    }

    private func timeIsUp() {
        switch state {
        case .receiving: refuse(RequestFailure(.requestTimeout, "the body did not come within the time limit"))
        case .waiting(hasBegun: true):
            refuse(RequestFailure(.requestTimeout, "the head did not come within the time limit"))
        case .waiting, .leaving, .ending: context?.close(promise: nil)
        case .answering: break
        }
    }
}
