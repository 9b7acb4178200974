/// What operators read and change: counts, search, the history of an event, bulk actions.
///
/// Every answer is of one moment. Reading never waits for writers. Every method throws `StoreError`.
package protocol OutboxArchive: Sendable {
    /// The whole queue in numbers. `destinations` is the file's order; others that the store knows are `removed`.
    func status(destinations: [String], now: Timestamp) async throws -> StatusReport

    /// Deliveries that the selection means, newest event first; unrouted events too when nothing but `events`,
    /// `eventName` and `since` is asked for.
    func list(_ selection: DeliverySelection, limit: Int) async throws -> [DeliverySummary]

    /// Everything about the events that the identifier names, oldest first. Bodies of requests and responses come with
    /// the newest attempt of each delivery alone.
    func histories(of identifier: EventIdentifier) async throws -> [EventHistory]

    /// Stops a destination by name: no attempt is opened after this returns. False where the name is not known.
    func pause(destination: String, pause: Pause) async throws -> Bool

    /// Lets a destination run again. False where the name is not known.
    func resume(destination: String, by: String, why: String, at now: Timestamp) async throws -> Bool

    /// Makes a bulk change in steps of a bounded size, so that producers and workers go on meanwhile.
    ///
    /// - Parameter isPreview: counts and samples, and changes nothing.
    func change(
        _ selection: DeliverySelection, _ change: BulkChange, isPreview: Bool, by: String, why: String, now: Timestamp
    ) async throws -> BulkResult

    /// Asks the owners of these destinations to send without waiting for batches to fill.
    func hurry(destinations: [String], at now: Timestamp) async throws
}
