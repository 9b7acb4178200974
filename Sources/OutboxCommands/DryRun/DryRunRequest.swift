import OutboxConfiguration
import OutboxCore
import OutboxRouting
import OutboxTikTok
import OutboxWorker

/// One request as it would leave.
struct DryRunRequest {
    let destination: String
    let endpoint: String
    let testEventCode: String?
    let count: Int
    /// Whether the destination sends at the moment.
    let leaves: Bool
    /// The exact bytes of its body.
    let body: [UInt8]

    /// Makes the request of a batch.
    init(_ batch: [DecidedDelivery], to settings: DestinationSettings, leaves: Bool) {
        destination = settings.name
        endpoint = settings.endpoint
        testEventCode = batch.first?.event.testEventCode
        count = batch.count
        self.leaves = leaves
        let envelope = RequestEnvelope(
            eventSource: settings.rules.eventSource, eventSourceID: settings.rules.eventSourceID,
            testEventCode: testEventCode)
        body = envelope.body(batch.map(\.event.bytes))
    }
}
