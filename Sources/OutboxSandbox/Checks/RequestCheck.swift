import OutboxCore

/// Checks a request as TikTok does, and reads what the tally wants of it.
///
/// Pure: the same request and rules give the same result.
struct RequestCheck {
    /// A refusal of the whole request, with TikTok's code and a message in TikTok's shapes.
    struct Refusal: Error, Hashable {
        let code: Int
        let message: String
    }

    /// The token that is asked for; nil for any but an empty one.
    var token: String?
    /// The event source id that is known; nil for any.
    var eventSourceID: String?
    /// Events that are refused whatever they hold.
    var refusedEventIDs: Set<String> = []
    /// Whether the message names the position of the event that is refused.
    var namesIndex = true

    static let maximumEvents = 1000

    /// Takes or refuses a request.
    func check(token: String?, contentType: String?, body: [UInt8]) throws(Refusal) -> TakenEvents {
        try checkHeaders(token: token, contentType: contentType)
        let root: JSONValue
        do {
            root = try JSONDocument(body).root
        } catch {
            throw Refusal(code: 40000, message: "Invalid JSON: \(error)")
        }
        guard root.kind == .object else { throw Refusal(code: 40000, message: "Invalid JSON: not a valid object.") }
        let source = root["event_source"]?.string
        guard let source, Self.eventSources.contains(source) else {
            throw envelope("event_source", "must be web, app, offline or crm.")
        }
        guard let id = root["event_source_id"]?.string, !id.isEmpty else {
            throw envelope("event_source_id", "not a valid string.")
        }
        if let known = eventSourceID, known != id {
            throw Refusal(
                code: 40001,
                message: "No permission to operate pixel code: \(id). "
                    + "You must be an admin or operator of this advertiser account."
            )
        }
        if let code = root["test_event_code"], code.kind != .string {
            throw envelope("test_event_code", "not a valid string.")
        }
        let events = try events(root["data"], source: source, id: id)
        return TakenEvents(events: events, isTest: root["test_event_code"]?.string.map { !$0.isEmpty } ?? false)
    }

    private static let eventSources: Set<String> = ["web", "app", "offline", "crm"]

    private func checkHeaders(token: String?, contentType: String?) throws(Refusal) {
        guard let token, !token.isEmpty else { throw Refusal(code: 40104, message: "Access token is empty") }
        if let wanted = self.token, wanted != token {
            throw Refusal(code: 40105, message: "Access token is incorrect or has been revoked.")
        }
        let mediaType = contentType?.prefix { $0 != ";" && $0 != " " }.lowercased()
        guard mediaType == "application/json" else {
            throw Refusal(code: 40000, message: "Invalid Content-Type: must be application/json.")
        }
    }

    private func events(_ data: JSONValue?, source: String, id: String) throws(Refusal) -> [TakenEvents.Event] {
        guard let data, data.kind == .array else { throw envelope("data", "not a valid list.") }
        guard data.count > 0 else { throw envelope("data", "must have 1 to \(Self.maximumEvents) events.") }
        guard data.count <= Self.maximumEvents else { throw Refusal(code: 40061, message: "Invalid batch size") }
        var taken: [TakenEvents.Event] = []
        taken.reserveCapacity(data.count)
        for (index, event) in data.elements.enumerated() {
            if let problem = EventShape.problem(in: event, eventSource: source) { throw refusal(of: index, problem) }
            if !refusedEventIDs.isEmpty, let id = event["event_id"]?.string, refusedEventIDs.contains(id) {
                throw refusal(of: index, ShapeProblem("not accepted.").inside("properties"))
            }
            taken.append(TakenEvents.Event(event, eventSource: source, eventSourceID: id))
        }
        return taken
    }

    private func envelope(_ field: String, _ words: String) -> Refusal {
        Refusal(code: 40002, message: "Invalid value for \(field): \(words)")
    }

    /// The refusal of one event, in the shapes that were seen.
    ///
    /// `Invalid value for data. 1 .event_id: not a valid string.`, and without a position
    /// `Invalid value for event_id: not a valid string.`
    private func refusal(of index: Int, _ problem: ShapeProblem) -> Refusal {
        let path = problem.path.joined(separator: ".")
        let place = namesIndex ? "data. \(index) .\(path)" : (path.isEmpty ? "event" : path)
        return Refusal(code: problem.code, message: "Invalid value for \(place): \(problem.words)")
    }
}
