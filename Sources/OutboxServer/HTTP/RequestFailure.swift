package import OutboxCore

/// Why a request is not done, in the one shape that all errors have: `{"error":{"code","message","path"}}`.
package struct RequestFailure: Error, Sendable, Hashable {
    /// What went wrong, as programs read it, with the status that goes with it.
    package enum Code: String, Sendable, CaseIterable {
        /// Not HTTP/1.1.
        case badRequest = "bad_request"
        /// The body is not what its headers say: not JSON, broken gzip, nothing in it.
        case invalidBody = "invalid_body"
        /// A parameter of the query is not known, or has no such value.
        case invalidParameter = "invalid_parameter"
        /// The endpoint takes another dialect than the source's.
        case wrongDialect = "wrong_dialect"
        /// No key, or none that is known.
        case unauthorized
        /// Pages of this origin may not report.
        case otherOrigin = "other_origin"
        /// There is nothing at this path.
        case notFound = "not_found"
        /// No event of the source has this id.
        case unknownEvent = "unknown_event"
        /// The path takes other methods.
        case methodNotAllowed = "method_not_allowed"
        /// The request did not come within the time limit.
        case requestTimeout = "request_timeout"
        /// The body is larger than `server.max_body`, as it came or unpacked.
        case bodyTooLarge = "body_too_large"
        /// More events than one request may hold.
        case tooManyEvents = "too_many_events"
        /// The body is of no type that is read here.
        case unsupportedMediaType = "unsupported_media_type"
        /// The body is packed in a way that is not read here.
        case unsupportedEncoding = "unsupported_encoding"
        /// One page, or all of a shop, report faster than they may.
        case tooManyRequests = "too_many_requests"
        /// Too many header fields, or too large ones.
        case headersTooLarge = "headers_too_large"
        /// The server is full for now: connections, waiting deliveries, the writer's queue.
        case busy
        /// There is too little space on the disk.
        case diskFull = "disk_full"
        /// The database does not take events.
        case database

        /// The HTTP status that it is answered with.
        package var status: Int {
            switch self {
            case .badRequest, .invalidBody, .invalidParameter: 400
            case .unauthorized: 401
            case .wrongDialect, .otherOrigin: 403
            case .notFound, .unknownEvent: 404
            case .methodNotAllowed: 405
            case .requestTimeout: 408
            case .bodyTooLarge, .tooManyEvents: 413
            case .unsupportedMediaType, .unsupportedEncoding: 415
            case .tooManyRequests: 429
            case .headersTooLarge: 431
            case .busy, .diskFull, .database: 503
            }
        }
    }

    /// What went wrong.
    package var code: Code
    /// What happened and what to do; never holds a key or anything of an event.
    package var message: String
    /// Where in the request, if it is about one place.
    package var path: String?
    /// In how many seconds to come again.
    package var retryAfter: Int?
    /// The methods that the path takes.
    package var allowed: [String] = []
    /// How a key is to be shown, as `WWW-Authenticate` says it to who is not authorized.
    package var challenge = "Bearer"

    /// Makes a failure.
    package init(_ code: Code, _ message: String, path: String? = nil, retryAfter: Int? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.retryAfter = retryAfter
    }

    /// The failure of a write: nothing was kept, and the same request may come again.
    package init(_ error: StoreError) {
        switch error {
        case .busy: self.init(.busy, "events come faster than they are written: come again", retryAfter: 1)
        case .diskFull: self.init(.diskFull, "no space left on the disk: nothing was kept", retryAfter: 30)
        case .locked: self.init(.database, "the database is locked: nothing was kept", retryAfter: 5)
        default: self.init(.database, "the database takes nothing at the moment: nothing was kept", retryAfter: 30)
        }
    }

    /// The answer that tells it.
    package var response: HTTPResponse {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("error")
        writer.beginObject()
        writer.key("code")
        writer.string(code.rawValue)
        writer.key("message")
        writer.string(message)
        writer.key("path")
        if let path { writer.string(path) } else { writer.null() }
        writer.endObject()
        writer.endObject()
        var response = HTTPResponse.json(writer.bytes, status: code.status)
        if let retryAfter { response.headers.append(("Retry-After", "\(retryAfter)")) }
        if !allowed.isEmpty { response.headers.append(("Allow", allowed.joined(separator: ", "))) }
        if code == .unauthorized { response.headers.append(("WWW-Authenticate", challenge)) }
        return response
    }
}
