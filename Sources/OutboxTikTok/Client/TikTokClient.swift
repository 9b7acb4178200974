import AsyncHTTPClient
package import Logging
import NIOCore
import NIOHTTP1
package import OutboxCore

/// Sends batches to TikTok's Events API 2.0 and reads the answers.
///
/// Connections are kept and shared by all destinations with the same proxy and connect timeout, HTTP/2 where the server
/// offers it. Redirects are not followed, cookies not kept, and of an answer no more than
/// ``AnswerReader/maximumBody`` bytes are read: the token goes in one header to the configured host and nowhere else,
/// and no answer can cost more than that memory and the destination's time limits.
///
/// Must be shut down before it is let go.
package final class TikTokClient: Sendable {
    private let connections: HTTPConnections
    private let userAgent: String
    private let now: @Sendable () -> Timestamp
    private let logger: Logger

    /// Makes a client; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - settings: Proxies, certificate authorities, our version.
    ///   - now: The clock, for a `Retry-After` that is a date.
    ///   - logger: Gets one line at level debug for each request, without bodies and without the token.
    /// - Throws: ``TikTokSettingsError`` where the file of certificate authorities cannot be used.
    package init(
        settings: TikTokClientSettings, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) throws(TikTokSettingsError) {
        connections = try HTTPConnections(settings: settings)
        userAgent = "tiktok-outbox/" + settings.version
        self.now = now
        self.logger = logger
    }

    /// Sends one batch and waits for its answer, which says everything, failures included; never throws.
    ///
    /// Ends within the destination's connect timeout plus its request timeout. Where the task is cancelled it ends at
    /// once, and the answer says whether the events may have arrived.
    package func send(_ batch: Batch, to destination: TikTokDestination) async -> Answer {
        let body = destination.envelope(testEventCode: batch.testEventCode).body(batch.events)
        let token = destination.accessToken()
        guard AccessToken.canTravel(token) else {
            return Answer(.credentials, mayHaveArrived: false, message: AccessToken.problem(token), request: body)
        }
        let exchange = HTTPExchange(requestTimeout: destination.requestTimeout)
        var answer: Answer
        do {
            let http = try await perform(exchange, request(body, token: token, to: destination), destination)
            answer = AnswerReader(count: batch.events.count, now: now()).read(http)
        } catch {
            let failure = TransportFailure(error, wasSent: exchange.wasSent)
            if let partial = exchange.partialAnswer {
                // The status came, the body did not end: the status still counts.
                answer = AnswerReader(count: batch.events.count, now: now()).read(partial)
                if answer.code == nil { answer.message = "HTTP \(partial.status), then: \(failure)" }
            } else {
                answer = Answer(
                    .tryLater(after: .zero), mayHaveArrived: failure.mayHaveArrived, message: failure.description
                )
            }
        }
        answer.request = body
        answer.duration = exchange.duration
        log(answer, batch)
        return answer
    }

    /// Closes all connections; what is still on its way fails.
    package func shutDown() async {
        await connections.shutDown()
    }

    private func request(
        _ body: [UInt8], token: String, to destination: TikTokDestination
    ) throws -> HTTPClient.Request {
        try HTTPClient.Request(
            url: destination.endpoint.url, method: .POST,
            headers: [
                "Access-Token": token, "Content-Type": "application/json", "Accept": "application/json",
                "User-Agent": userAgent,
            ],
            // Not a buffer of its own, which would be there until the answer comes: the copy is made when it leaves.
            body: .bytes(body)
        )
    }

    private func perform(
        _ exchange: HTTPExchange, _ request: HTTPClient.Request, _ destination: TikTokDestination
    ) async throws -> HTTPAnswer {
        let client = try connections.client(for: destination)
        let limit = TimeAmount(destination.connectTimeout + destination.requestTimeout)
        let task = client.execute(request: request, delegate: exchange, deadline: .now() + limit)
        return try await withTaskCancellationHandler {
            try await task.get()
        } onCancel: {
            task.cancel()
        }
    }

    private func log(_ answer: Answer, _ batch: Batch) {
        logger.debug(
            answer.httpStatus == nil ? "request without an answer" : "request answered",
            metadata: [
                "destination": "\(batch.destination)", "events": "\(batch.events.count)",
                "class": "\(answer.answerClass)", "http.status": "\(answer.httpStatus.map(String.init) ?? "none")",
                "code": "\(answer.code.map(String.init) ?? "none")",
                "duration_ms": "\(answer.duration.wholeMilliseconds)",
            ]
        )
    }
}
