import OutboxCore
import OutboxIntake

// What the client libraries of Segment and RudderStack send.
extension ProducerAPI {
    /// `POST /v1/track` and so on, `/v1/batch`: 200 also where events are rejected, since the client would throw the
    /// whole batch away; 503 makes it come again.
    func call(_ route: Route, _ request: HTTPRequest) async throws(RequestFailure) -> HTTPResponse {
        let configuration = configuration
        let header = Self.key(ofCall: request)
        // Whom a key in the header does not open the door for is told nothing of the body.
        if let header, configuration.source(withKey: header) == nil { throw Self.unauthorizedCall }
        let document = try Self.parse(header == nil, request, limit: configuration.limits.body)
        guard let key = header ?? document.root["writeKey"]?.string, let source = configuration.source(withKey: key)
        else { throw Self.unauthorizedCall }
        guard source.dialect == .segment || source.dialect == .rudderstack else {
            throw RequestFailure(
                .wrongDialect,
                "the source of this key speaks \(source.dialect.rawValue): use POST /v1/events, or set its dialect")
        }
        // Clients that flush on a timer send such: nothing is to be judged, and nothing to be counted.
        if route == .batch, let batch = document.root["batch"], batch.kind == .array, batch.count == 0 {
            return Self.success
        }
        let bytes = try Self.event(document, route)
        try await refuseWhenFull(configuration)
        _ = try await take([bytes], of: source, request, configuration)
        return Self.success
    }

    private static let success = HTTPResponse.json(Array(#"{"success":true}"#.utf8))

    /// 401 as the client libraries understand it: they show the key as the user of Basic (RFC 7617).
    static let unauthorizedCall: RequestFailure = {
        var failure = unauthorized
        failure.challenge = #"Basic realm="tiktok-outbox", charset="UTF-8""#
        return failure
    }()

    /// The body as a JSON object.
    ///
    /// - Parameter isKeyInside: whether the key is in it, so that a broken one is no more than an unknown key.
    private static func parse(
        _ isKeyInside: Bool, _ request: HTTPRequest, limit: Int
    ) throws(RequestFailure) -> JSONDocument {
        do throws(RequestFailure) {
            let body = try BodyReader(limit: limit).unpacked(request)
            do {
                let document = try JSONDocument(body)
                if document.root.kind == .object { return document }
            } catch {
                throw RequestFailure(.invalidBody, "not JSON: \(error)")
            }
            throw RequestFailure(.invalidBody, "not a JSON object")
        } catch {
            throw isKeyInside && error.code == .invalidBody ? unauthorizedCall : error
        }
    }

    /// The document to judge: with the type of the call, which single calls may leave out.
    private static func event(_ document: JSONDocument, _ route: Route) throws(RequestFailure) -> [UInt8] {
        guard let type = route.callType else {
            guard document.root["batch"]?.kind == .array else {
                throw RequestFailure(.invalidBody, "batch is missing, or no list", path: "batch")
            }
            return document.bytes
        }
        guard document.root["type"] == nil else { return document.bytes }
        var edits = JSONEdits()
        edits.set("type", to: type)
        return document.root.canonicalBytes(applying: edits)
    }
}
