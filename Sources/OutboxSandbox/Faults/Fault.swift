/// A way to misbehave.
package enum Fault: String, Sendable, CaseIterable, Hashable {
    /// 40100 in an HTTP 200; nothing is taken.
    case rateLimit = "rate-limit"
    /// HTTP 429 with `Retry-After: 1`; nothing is taken.
    case http429 = "http-429"
    /// 50000 in an HTTP 200; nothing is taken.
    case serverError = "server-error"
    /// HTTP 502 with a page in HTML; nothing is taken.
    case badGateway = "bad-gateway"
    /// Takes the events and answers late.
    case slow
    /// Takes nothing and never answers.
    case hang
    /// Reads the request, takes nothing and resets the connection.
    case resetBefore = "reset-before"
    /// Takes the events and resets the connection.
    case resetAfter = "reset-after"
    /// Takes the events and answers 20001.
    case partial
    /// Takes the events and answers HTTP 200 with something that is no JSON.
    case garbage
}
