import OutboxCore
import OutboxIntake

// What became of an event, and taking it back.
extension ProducerAPI {
    /// `GET /v1/events/{event_id}`: the events of this id, of the key's own source.
    func event(_ id: String, _ request: HTTPRequest) async throws(RequestFailure) -> HTTPResponse {
        let source = try source(request, in: configuration)
        return .json(EventDocument(histories: try await histories(id, of: source)).bytes)
    }

    /// `DELETE /v1/events/{event_id}`: takes back what has not left of the events of this id, and says of each
    /// delivery whether it came in time.
    func cancel(_ id: String, _ request: HTTPRequest) async throws(RequestFailure) -> HTTPResponse {
        let source = try source(request, in: configuration)
        var before = try await histories(id, of: source)
        if before.contains(where: { $0.deliveries.isEmpty }) {
            try await fanOutAll()
            before = try await histories(id, of: source)
        }
        let numbers = before.map(\.event.number)
        let now = surroundings.now()
        _ = try await write {
            try await archive.change(
                DeliverySelection(events: numbers), .cancel, isPreview: false, by: "source \(source.name)",
                why: "DELETE /v1/events", now: now)
        }
        return .json(CancellationDocument(before: before, after: try await histories(id, of: source)).bytes)
    }

    private func histories(_ id: String, of source: ServedSource) async throws(RequestFailure) -> [EventHistory] {
        let own: [EventHistory]
        do { own = try await archive.histories(withID: id, source: source.name) } catch {
            throw RequestFailure(error as? StoreError ?? .closed)
        }
        guard !own.isEmpty else { throw RequestFailure(.unknownEvent, "this source has no event with this id") }
        return own
    }

    /// Makes the deliveries of events that wait for theirs, so that none of them is made after it was taken back.
    private func fanOutAll() async throws(RequestFailure) {
        let now = surroundings.now()
        let fanOut = configuration.fanOut
        while try await write({ try await store.fanOut(fanOut, limit: Self.maximumEvents, now: now) })
            == Self.maximumEvents
        {}
    }
}
