import NIOHTTP1
import OutboxCore
import OutboxIntake

/// Reads the body of a request into the documents that it holds.
struct BodyReader {
    /// The shapes a body of events may have.
    private enum Shape {
        /// One document, or an array of them.
        case json
        /// A document a line.
        case lines
    }

    private static let shapes: [String: Shape] = [
        "application/json": .json, "application/cloudevents+json": .json, "application/cloudevents-batch+json": .json,
        "application/x-ndjson": .lines, "application/ndjson": .lines, "application/jsonl": .lines,
        "application/x-jsonlines": .lines, "application/jsonlines": .lines,
    ]

    /// The largest body, in bytes, also when it is unpacked.
    let limit: Int

    /// The documents of a body of events, by what its headers say of it.
    func documents(of request: HTTPRequest) throws(RequestFailure) -> [[UInt8]] {
        let shape = try shape(request.headers)
        let documents = try documents(try unpacked(request), shape)
        guard let headers = CloudEventHeaders(request.headers) else { return documents }
        guard documents.count == 1 else {
            throw RequestFailure(
                .invalidBody,
                "the headers name one CloudEvents event (ce-id), the body holds \(documents.count): send each in a "
                    + "request of its own, or an array of envelopes as application/cloudevents-batch+json")
        }
        return documents.map { headers.envelope(around: $0) }
    }

    private func documents(_ body: [UInt8], _ shape: Shape) throws(RequestFailure) -> [[UInt8]] {
        switch (shape, body.first { !$0.isJSONSpace }) {
        case (_, nil): throw RequestFailure(.invalidBody, "the body is empty: there is no event in it")
        case (.lines, _): return lines(body)
        case (.json, UInt8(ascii: "[")): return elements(body)
        case (.json, UInt8(ascii: "{")): return [body]
        case (.json, _): throw RequestFailure(.invalidBody, "neither a JSON object nor an array of them")
        }
    }

    /// The body without its content coding, and without a byte order mark.
    func unpacked(_ request: HTTPRequest) throws(RequestFailure) -> [UInt8] {
        let body = try uncoded(request)
        return body.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(body.dropFirst(3)) : body
    }

    private func uncoded(_ request: HTTPRequest) throws(RequestFailure) -> [UInt8] {
        let codings = request.headers[canonicalForm: "Content-Encoding"].map { $0.lowercased() }
            .filter { $0 != "identity" && !$0.isEmpty }
        guard !codings.isEmpty else { return request.body }
        guard codings == ["gzip"] || codings == ["x-gzip"] else {
            throw RequestFailure(.unsupportedEncoding, "of all content codings only gzip is read")
        }
        do {
            return try Gzip.unpack(request.body, limit: limit)
        } catch {
            switch error {
            case .damaged: throw RequestFailure(.invalidBody, "the body is not gzip, or is damaged or cut off")
            case .larger:
                throw RequestFailure(
                    .bodyTooLarge, "unpacked the body is larger than \(limit) bytes; nothing of it was taken")
            case .outOfMemory: throw RequestFailure(.busy, "no memory to unpack the body: come again", retryAfter: 5)
            }
        }
    }

    private func shape(_ headers: HTTPHeaders) throws(RequestFailure) -> Shape {
        let accepted = "send application/json or application/x-ndjson, in UTF-8"
        guard let field = headers.first(name: "Content-Type") else {
            throw RequestFailure(.unsupportedMediaType, "no Content-Type: \(accepted)")
        }
        if let shape = Self.shapes[field] { return shape }
        let parts = field.split(separator: ";").map { $0.lowercased().filter { $0 != " " && $0 != "\t" && $0 != "\"" } }
        guard let type = parts.first, let shape = Self.shapes[type] else {
            throw RequestFailure(.unsupportedMediaType, "not a Content-Type that is read here: \(accepted)")
        }
        let charset = parts.dropFirst().first { $0.hasPrefix("charset=") }?.dropFirst("charset=".count)
        guard charset == nil || charset == "utf-8" || charset == "utf8" else {
            throw RequestFailure(.unsupportedMediaType, "not a charset that is read here: \(accepted)")
        }
        return shape
    }

    private func lines(_ body: [UInt8]) -> [[UInt8]] {
        var splitter = LineSplitter(limit: body.count)
        var records = splitter.split(body[...])
        if let last = splitter.finish() { records.append(last) }
        return records.map(\.bytes)
    }

    private func elements(_ body: [UInt8]) -> [[UInt8]] {
        var splitter = ElementSplitter(limit: body.count)
        var records = splitter.split(body[...])
        if let last = splitter.finish() { records.append(last) }
        return records.map(\.bytes)
    }
}
