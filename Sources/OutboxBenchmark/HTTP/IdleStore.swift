import OutboxCore
import Synchronization

/// Says of every event that it is kept, and keeps none: what the endpoint costs without the store's write.
///
/// Everything else that a store does is not part of the measurement, and throws.
final class IdleStore: OutboxStore {
    private let number = Mutex<Int64>(0)

    func enqueue(_ events: [NewEvent], fanOut: FanOut?) async throws -> [EnqueueOutcome] {
        number.withLock { number in
            events.map { _ in
                number += 1
                return .accepted(EventNumber(number))
            }
        }
    }

    private let other = BenchmarkError("the store without writes only takes events")

    func register(_ registration: Registration, at now: Timestamp) async throws -> Registry { throw other }
    func fanOut(_ fanOut: FanOut, limit: Int, now: Timestamp) async throws -> Int { throw other }
    func record(_ rejects: [RejectedEvents]) async throws { throw other }
    func record(_ echoes: [PixelEcho], forgettingBefore oldest: Timestamp) async throws -> Int { throw other }
    func checkWriting() async throws { throw other }
    func takeOver(_ request: TakeOverRequest) async throws -> TakeOver { throw other }
    func giveBack(_ lane: Lane, at now: Timestamp) async throws { throw other }
    func claim(_ lane: Lane, limit: Int, now: Timestamp) async throws -> Claim { throw other }
    func twins(_ questions: [TwinQuestion], of lane: Lane) async throws -> [EventNumber: [ClaimedDelivery.Twin]] {
        throw other
    }
    func release(_ events: [EventNumber], of lane: Lane) async {}
    func open(_ opening: AttemptOpening) async throws -> OpeningResult { throw other }
    func send(
        _ attempt: AttemptID, of lane: Lane, settled: [DeliveryOutcome], sendings: [Sending],
        mappedUsers: [EventNumber: [UserDigest]], at now: Timestamp
    ) async throws -> [EventNumber: Timestamp] { throw other }
    func close(_ closing: AttemptClosing) async throws { throw other }
    func settle(_ outcomes: [DeliveryOutcome], of lane: Lane, at now: Timestamp) async throws { throw other }
    func keep(rate: Double?, tokenDigest: String?, of lane: Lane) async throws { throw other }
    func keep(skippedMilliseconds: Int64, of lane: Lane) async throws { throw other }
    func putInForce(_ configuration: ConfigurationID, by owner: String, at now: Timestamp) async throws { throw other }
    func setPause(_ pause: Pause?, of lane: Lane, at now: Timestamp) async throws { throw other }
    func changes() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
