import OutboxCore
import Synchronization

/// Stands where TikTok stands: notes every request and answers as a test says.
final class Receiver: Sendable {
    /// A request as it arrived: the `event_id`s in it.
    struct Request: Sendable, Hashable {
        var destination: DestinationID
        var testEventCode: String?
        var ids: [String]
    }

    private let state = Mutex<[Request]>([])
    private let answer: @Sendable (Request, Int) async -> Answer
    private let arrivals: AsyncStream<Request>
    private let continuation: AsyncStream<Request>.Continuation

    /// Answers with a function of the request and its number, from 0.
    init(_ answer: @escaping @Sendable (Request, Int) async -> Answer = { _, _ in Receiver.taken }) {
        self.answer = answer
        (arrivals, continuation) = AsyncStream.makeStream(of: Request.self)
    }

    /// Takes a request.
    func send(_ batch: Batch) async -> Answer {
        let request = Request(
            destination: batch.destination, testEventCode: batch.testEventCode,
            ids: batch.events.map { String(decoding: $0, as: UTF8.self) }
        )
        let number = state.withLock { requests in
            requests.append(request)
            return requests.count - 1
        }
        continuation.yield(request)
        return await answer(request, number)
    }

    /// All requests so far.
    var requests: [Request] { state.withLock { $0 } }

    /// Waits for the next request that nobody has waited for.
    func nextRequest() async -> Request? {
        await arrivals.first { _ in true }
    }

    /// Taken.
    static let taken = Answer(.delivered, mayHaveArrived: true, httpStatus: 200, code: 0, message: "OK")

    /// The whole request is refused, with the position of the first event that TikTok refuses where it is known.
    static func refusal(_ index: Int?) -> Answer {
        Answer(
            index == nil ? .someoneRefused : .eventRefused(index: index), mayHaveArrived: false, httpStatus: 200,
            code: 40002, message: "Invalid value for data. \(index.map(String.init) ?? "?") .value: not a number"
        )
    }

    /// Answers when the request is cut off, and not before.
    static func hang() async -> Answer {
        // No event ends a request that hangs but its cancellation, which ends this sleep.
        try? await Task.sleep(for: .seconds(600))
        return Receiver.taken
    }

    /// The connection was reset.
    static let reset = Answer(.tryLater(after: .zero), mayHaveArrived: true, message: "connection reset")
}
