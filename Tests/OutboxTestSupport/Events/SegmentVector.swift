package import OutboxCore

/// An event and the request that one of Segment's destinations for TikTok makes of it; see `Vectors/README.md`.
package struct SegmentVector: Sendable, CustomStringConvertible {
    /// The line in the file, from 1.
    package let line: Int
    /// The title of Segment's test.
    package let name: String
    /// Segment's destination, such as `tiktok-conversions`.
    package let destination: String
    /// What the destination's settings name the TikTok event.
    package let tiktokEvent: String?
    /// The event as it is handed over.
    package let input: [UInt8]
    /// The body that is sent.
    package let body: JSONValue
    /// Whether the test compares the whole body; else what it names must be in it.
    package let isExact: Bool

    /// The line and the title.
    package var description: String { "line \(line): \(name)" }

    /// All lines of the file.
    package static let all: [SegmentVector] = {
        let lines = PackageResources.segment_jsonl.split(separator: UInt8(ascii: "\n"))
        return lines.enumerated().compactMap { index, bytes in
            guard let root = (try? JSONDocument(Array(bytes)))?.root, let input = root["input"],
                let config = root["config"], let expected = root["expected"], let body = expected["body"]
            else { return nil }
            return SegmentVector(
                line: index + 1, name: root["name"]?.string ?? "",
                destination: config["destination"]?.string ?? "",
                tiktokEvent: config["mapping"]?["event"]?.string, input: Array(input.raw), body: body,
                isExact: expected["match"]?.string == "exact")
        }
    }()
}
