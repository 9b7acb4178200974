import Logging
import OutboxCore
import OutboxSandbox
import OutboxTestSupport

@testable import OutboxTikTok

/// What most tests of the sender need.
enum Sending {
    static let token = "SECRET-TOKEN-1"
    static let destination = DestinationID(7)

    /// Runs `body` with a client and shuts it down.
    static func withClient<Result>(
        _ settings: TikTokClientSettings = TikTokClientSettings(version: "1.2.3"),
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: (TikTokClient) async throws -> Result
    ) async throws -> Result {
        let clock = ManualClock()
        let client = try TikTokClient(settings: settings, now: { clock.now }, logger: logger)
        do {
            let result = try await body(client)
            await client.shutDown()
            return result
        } catch {
            await client.shutDown()
            throw error
        }
    }

    /// Runs `body` with a sandbox, a client and the sandbox as a destination.
    static func withSandbox<Result: Sendable>(
        _ settings: SandboxSettings = SandboxSettings(), token: String = token,
        _ body: (Sandbox, TikTokClient, TikTokDestination) async throws -> Result
    ) async throws -> Result {
        let sandbox = try Sandbox(settings: settings)
        return try await sandbox.withRunning { port in
            try await withClient { client in
                try await body(sandbox, client, to("http://127.0.0.1:\(port)" + Sandbox.trackPath, token: token))
            }
        }
    }

    /// A destination with short time limits.
    static func to(
        _ url: String, token: String = token, connect: Duration = .seconds(5), request: Duration = .seconds(30)
    ) throws -> TikTokDestination {
        var settings = DeliverySettings()
        settings.connectTimeout = connect
        settings.requestTimeout = request
        return TikTokDestination(
            endpoint: try TikTokEndpoint(url), eventSource: .web, eventSourceID: "C4KEXAMPLE0000000000",
            settings: settings, accessToken: { token }
        )
    }

    /// A batch of so many good events.
    static func batch(_ count: Int = 1, testEventCode: String? = nil, first: Int = 0) -> Batch {
        Batch(
            destination: destination, testEventCode: testEventCode,
            events: (first..<first + count).map { event("\"e\($0)\"") }
        )
    }

    /// One event with this text as its `event_id`.
    static func event(_ id: String) -> [UInt8] {
        Array(
            """
            {"event":"CompletePayment","event_time":1772366400,"event_id":\(id),"page":{"url":"https://shop.example/"},\
            "properties":{"value":12.50,"currency":"USD","num_items":2}}
            """.utf8
        )
    }

    /// An answer of a server that is no sandbox.
    static func ok(_ extra: String = "", body: String = #"{"code":0,"message":"OK","request_id":"R","data":{}}"#)
        -> String
    {
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\(extra)\r\n\(body)"
    }
}
