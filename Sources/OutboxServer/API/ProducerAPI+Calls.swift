import OutboxCore
import OutboxIntake

// What the client libraries of Segment and RudderStack send.
extension ProducerAPI {
    /// `POST /v1/track` and so on, `/v1/batch`: 200 also where events are rejected, since the client would throw the
    /// whole batch away; 503 makes it come again.
    func call(_ route: Route, _ request: HTTPRequest) async throws(RequestFailure) -> HTTPResponse {
        let configuration = configuration
        let header = Self.key(ofCall: request)
        var source = header.flatMap { configuration.source(withKey: $0) }
        // Whom a key in the header does not open the door for is told nothing of the body.
        if header != nil, source == nil { throw Self.unauthorizedCall }
        do throws(RequestFailure) {
            let body = try Self.object(header == nil, request, limit: configuration.limits.body)
            let document = try? JSONDocument(body)
            source = source ?? Self.keyInside(document, body).flatMap { configuration.source(withKey: $0) }
            guard let source else { throw Self.unauthorizedCall }
            return try await answer(route, request, document, body, of: source, configuration)
        } catch {
            if let source { note(error, of: source, request) }
            throw error
        }
    }

    private func answer(
        _ route: Route, _ request: HTTPRequest, _ document: JSONDocument?, _ body: [UInt8], of source: ServedSource,
        _ configuration: ServedConfiguration
    ) async throws(RequestFailure) -> HTTPResponse {
        guard source.dialect == .segment || source.dialect == .rudderstack else {
            throw RequestFailure(
                .wrongDialect,
                "the source of this key speaks \(source.dialect.rawValue): use POST /v1/events, or set its dialect")
        }
        // Clients that flush on a timer send such: nothing is to be judged, and nothing to be counted.
        if route == .batch, let batch = document?.root["batch"], batch.kind == .array, batch.count == 0 {
            return Self.success
        }
        // What is no JSON is rejected there, call by call where it is a batch.
        let bytes = try document.map { document throws(RequestFailure) in try Self.event(document, route) } ?? body
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

    /// The body, which begins as a JSON object: the client would throw away what is answered with 400, so that one that
    /// breaks later is a reject.
    ///
    /// - Parameter isKeyInside: whether the key is in it, so that what is no object is no more than an unknown key.
    private static func object(
        _ isKeyInside: Bool, _ request: HTTPRequest, limit: Int
    ) throws(RequestFailure) -> [UInt8] {
        do throws(RequestFailure) {
            let body = try BodyReader(limit: limit).unpacked(request)
            guard body.first(where: { !$0.isJSONSpace }) == UInt8(ascii: "{") else {
                throw RequestFailure(.invalidBody, "not a JSON object")
            }
            return body
        } catch {
            throw isKeyInside && error.code == .invalidBody ? unauthorizedCall : error
        }
    }

    private static func keyInside(_ document: JSONDocument?, _ body: [UInt8]) -> String? {
        guard let document else { return LooseObject(body)?.string("writeKey") }
        return document.root["writeKey"]?.string
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
