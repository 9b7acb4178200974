import NIOHTTP1
import OutboxCore
import OutboxIdentity
import OutboxIntake
import Synchronization

// What pages report of their pixels.
extension ProducerAPI {
    /// `POST /v1/echo`: keeps a name and an id; 204 when they are on disk. Nothing else is taken, and only of pages of
    /// the configured origins.
    func echo(_ request: HTTPRequest) async -> HTTPResponse {
        var response: HTTPResponse
        do throws(RequestFailure) {
            try await takeEcho(request)
            response = HTTPResponse(status: 204, contentType: "text/plain", body: [])
        } catch {
            response = error.response
        }
        allow(request, &response)
        return response
    }

    /// `OPTIONS /v1/echo`: tells a browser whether a page may report.
    func echoPreflight(_ request: HTTPRequest) -> HTTPResponse {
        var response = Self.otherOrigin.response
        if Self.origin(request).map({ isKnown($0) }) ?? false {
            response = HTTPResponse(status: 204, contentType: "text/plain", body: [])
            response.headers.append(("Access-Control-Allow-Methods", "POST"))
            response.headers.append(("Access-Control-Allow-Headers", "Content-Type"))
            response.headers.append(("Access-Control-Max-Age", "86400"))
        }
        allow(request, &response)
        return response
    }

    private func takeEcho(_ request: HTTPRequest) async throws(RequestFailure) {
        let configuration = configuration
        guard !configuration.pixels.isEmpty else {
            throw RequestFailure(.notFound, "no page may report here: no destination has `echo`")
        }
        guard request.body.count <= EchoDocument.maximumBytes else {
            throw RequestFailure(.bodyTooLarge, "more than \(EchoDocument.maximumBytes) bytes")
        }
        try Self.checkType(request)
        let now = surroundings.now()
        let document: EchoDocument
        do throws(EventProblem) {
            document = try EchoDocument.read(
                request.body, members: ["key"], scrubs: configuration.scrubsEchoes, receivedAt: now)
        } catch {
            throw RequestFailure(.invalidBody, error.problem, path: error.path.isEmpty ? nil : error.path)
        }
        guard let pixel = configuration.pixels.first(where: { $0.key == document.key }) else {
            throw RequestFailure(.unauthorized, "no public key that is known here")
        }
        guard let origin = Self.origin(request), pixel.origins.contains(origin) else { throw Self.otherOrigin }
        try checkRate(pixel, request, configuration, now)
        try await refuseWhenFull(configuration)
        let echo: PixelEcho
        do throws(EventProblem) {
            echo = try document.echo(pixelCode: pixel.pixelCode, receivedAt: now)
        } catch {
            throw RequestFailure(.invalidBody, error.problem)
        }
        _ = try await write {
            try await store.record([echo], forgettingBefore: now - configuration.keepsEchoes)
        }
    }

    /// `sendBeacon` sends text; it needs no preflight then.
    private static func checkType(_ request: HTTPRequest) throws(RequestFailure) {
        if request.headers.contains(name: "Content-Encoding") {
            throw RequestFailure(.unsupportedEncoding, "a report is too small to be packed")
        }
        let type = request.headers.first(name: "Content-Type") ?? "text/plain"
        let media = type.prefix { $0 != ";" }.lowercased()
        guard media == "text/plain" || media == "application/json" else {
            throw RequestFailure(.unsupportedMediaType, "send a report as text/plain or application/json")
        }
    }

    private func checkRate(
        _ pixel: ServedPixel, _ request: HTTPRequest, _ configuration: ServedConfiguration, _ now: Timestamp
    ) throws(RequestFailure) {
        // Nil also behind a proxy that nobody named: it speaks for all shoppers, and only the key's rate holds.
        let client = ClientAddress.find(request, trustedProxies: configuration.trustedProxies)
        let address = client.flatMap { Self.network(of: $0) }
        let wait = echoRates.withLock { $0.take(key: pixel.key, address: address, at: now) }
        guard let wait else { return }
        throw RequestFailure(.tooManyRequests, "too many reports at once: come again", retryAfter: wait)
    }

    /// An address of version 6 stands for its network: one household has 2^64 of them.
    private static func network(of address: String) -> [UInt8]? {
        guard let bytes = InternetAddress(address)?.bytes else { return nil }
        let isMapped = bytes.count == 16 && bytes.starts(with: [UInt8](repeating: 0, count: 10) + [255, 255])
        return isMapped ? Array(bytes.suffix(4)) : Array(bytes.prefix(8))
    }

    // MARK: Origins

    private static let otherOrigin = RequestFailure(
        .otherOrigin, "pages of this origin may not report: see `echo.origins` of the destination")

    private static func origin(_ request: HTTPRequest) -> String? {
        let fields = request.headers["Origin"]
        return fields.count == 1 ? fields.first?.lowercased() : nil
    }

    private func isKnown(_ origin: String) -> Bool {
        configuration.pixels.contains { $0.origins.contains(origin) }
    }

    /// Lets the page read the answer, where it is one of ours; in either case it is not another origin's.
    private func allow(_ request: HTTPRequest, _ response: inout HTTPResponse) {
        response.headers.append(("Vary", "Origin"))
        guard let origin = Self.origin(request), isKnown(origin) else { return }
        response.headers.append(("Access-Control-Allow-Origin", origin))
    }
}
