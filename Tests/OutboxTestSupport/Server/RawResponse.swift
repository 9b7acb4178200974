/// An answer of HTTP/1.1 as it came.
package struct RawResponse: Sendable {
    /// Head and body.
    package let text: String
    /// The status, such as 200.
    package let status: Int
    /// The header fields, names in lower case.
    package let headers: [String: String]
    /// The body, without the head.
    package let body: String

    /// Cuts the first answer out of a text; nil where it is not all there.
    ///
    /// - Parameter isComplete: whether nothing more comes, so that what is there is all there is of the body.
    package init?(_ text: String, isComplete: Bool) {
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count >= 2, words[0] == "HTTP/1.1", let status = Int(words[1]) else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let rest = text[end.upperBound...]
        let length = status == 100 ? 0 : headers["content-length"].flatMap { Int($0) } ?? 0
        guard isComplete || rest.utf8.count >= length else { return nil }
        let bodyEnd = rest.utf8.index(rest.startIndex, offsetBy: length, limitedBy: rest.endIndex) ?? rest.endIndex
        self.status = status
        self.headers = headers
        body = String(rest[..<bodyEnd])
        self.text = String(text[..<bodyEnd])
    }
}
