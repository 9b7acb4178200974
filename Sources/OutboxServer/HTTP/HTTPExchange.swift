/// A complete request and the way its answer goes.
struct HTTPExchange: Sendable {
    let request: HTTPRequest
    /// Sends the answer; to be called once, from anywhere.
    let answer: @Sendable (HTTPResponse) -> Void
}
