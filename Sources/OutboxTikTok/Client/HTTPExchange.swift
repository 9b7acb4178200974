import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// Follows one request from its first byte to the last of its answer, and keeps of the answer what is bounded.
///
/// The request's time runs from the moment its head was sent: before, connecting has its own limit.
final class HTTPExchange: HTTPClientResponseDelegate {
    typealias Response = HTTPAnswer

    /// The reason for closing the connection under an answer that does not end.
    struct BodyTooLong: Error {}
    /// The request's time is over.
    struct TimeOver: Error {}

    private struct State {
        var answer: HTTPAnswer?
        var sentAt: ContinuousClock.Instant?
        var timer: Scheduled<Void>?
    }

    private let requestTimeout: Duration
    private let startedAt = ContinuousClock.now
    private let state = Mutex(State())

    init(requestTimeout: Duration) {
        self.requestTimeout = requestTimeout
    }

    /// Whether the head of the request left: the body goes only after this is true, so before nothing can have arrived.
    var wasSent: Bool { state.withLock { $0.sentAt != nil } }

    /// The answer as far as it came; nil before its status.
    var partialAnswer: HTTPAnswer? { state.withLock { $0.answer } }

    /// From the first byte sent, or from the start if none was, until now.
    var duration: Duration {
        let start = state.withLock { $0.sentAt } ?? startedAt
        return ContinuousClock.now - start
    }

    func didSendRequestHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPRequestHead) {
        state.withLock { $0.sentAt = .now }
        let timer = task.eventLoop.scheduleTask(in: TimeAmount(requestTimeout)) { task.fail(reason: TimeOver()) }
        state.withLock { $0.timer = timer }
    }

    func didReceiveHead(task: HTTPClient.Task<HTTPAnswer>, _ head: HTTPResponseHead) -> EventLoopFuture<Void> {
        let headers = head.headers.map { HTTPAnswer.Header($0.name, $0.value) }
        state.withLock { state in
            state.answer = HTTPAnswer(status: Int(head.status.code), headers: headers, isTruncated: true)
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: HTTPClient.Task<HTTPAnswer>, _ buffer: ByteBuffer) -> EventLoopFuture<Void> {
        let fits = state.withLock { state in
            let room = AnswerReader.maximumBody - (state.answer?.body.count ?? 0)
            state.answer?.body.append(contentsOf: buffer.readableBytesView.prefix(room))
            return buffer.readableBytes <= room
        }
        // The failure makes the client close the connection (or reset the stream): nothing more is read.
        return fits ? task.eventLoop.makeSucceededVoidFuture() : task.eventLoop.makeFailedFuture(BodyTooLong())
    }

    func didReceiveError(task: HTTPClient.Task<HTTPAnswer>, _ error: any Error) {
        stopTimer()
    }

    func didFinishRequest(task: HTTPClient.Task<HTTPAnswer>) throws -> HTTPAnswer {
        stopTimer()
        return try state.withLock { state in
            guard var answer = state.answer else { throw HTTPClientError.remoteConnectionClosed }
            answer.isTruncated = false
            state.answer = answer
            return answer
        }
    }

    private func stopTimer() {
        let timer = state.withLock { state in
            defer { state.timer = nil }
            return state.timer
        }
        timer?.cancel()
    }
}
