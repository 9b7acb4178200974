import OutboxCore
import OutboxIdentity

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
        let before = try await histories(id, of: source)
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
        let identifier = EventIdentifier.text(id, digestPrefix: Array(SHA256Digest(of: id).bytes.prefix(8)))
        let all: [EventHistory]
        do { all = try await archive.histories(of: identifier) } catch {
            throw RequestFailure(error as? StoreError ?? .closed)
        }
        let own = all.filter { $0.event.source == source.name }
        guard !own.isEmpty else { throw RequestFailure(.unknownEvent, "this source has no event with this id") }
        return own
    }
}
