/// The search for personal data in one text, whether it is a URL, a part of one, or neither.
///
/// Every byte is looked at a fixed number of times, however hostile the text: values are percent-decoded once, as deep
/// as they go, and what is found inside a decoded value is not taken apart again.
struct PersonalDataSearch {
    /// What was found, and where in the text it stands, in the order of the text.
    private(set) var findings: [PersonalDataFinding] = []
    private let text: [UInt8]
    /// What is searched: the text with full-width forms folded.
    private let source: [UInt8]

    /// Searches a text.
    init(_ text: [UInt8]) {
        let folded = DecodedText(foldingWideForms: text)
        self.text = text
        source = folded.bytes
        searchText(DecodedText(source))
        searchProse()
        if folded.isDecoded { findings = findings.map { $0.moved(to: folded.sourceRange($0.range)) } }
    }

    /// What stands inside of a text, besides what was found already as a part of a URL or as a whole.
    private mutating func searchProse() {
        guard findings.first?.range != source.indices else { return }
        let isEncoded = Self.mayHideSigns(source)
        let text = isEncoded ? DecodedText(percentDecoding: source.indices, of: source) : DecodedText(source)
        let prose = ProseSearch(text.bytes).findings
        guard !prose.isEmpty else { return }
        var merged: [PersonalDataFinding] = []
        var parts = findings[...]
        for finding in prose {
            let range = text.sourceRange(finding.range)
            while let part = parts.first, part.range.lowerBound < range.upperBound {
                merged.append(parts.removeFirst())
            }
            if let last = merged.last, last.range.upperBound > range.lowerBound { continue }
            merged.append(finding.moved(to: range))
        }
        findings = merged + parts
    }

    /// Whether the sign of an address or of a number may be percent-encoded: `%40`, `%2B`, a full-width one, or one
    /// whose percent or digits are encoded again.
    private static func mayHideSigns(_ text: [UInt8]) -> Bool {
        var rest = text[...]
        while let percent = rest.firstIndex(of: Byte.percent) {
            rest = rest[(percent + 1)...]
            guard let first = rest.first, let second = rest.dropFirst().first else { return false }
            switch (first, second) {
            case (Byte.percent, _), (UInt8(ascii: "4"), UInt8(ascii: "0")), (UInt8(ascii: "4"), Byte.percent),
                (UInt8(ascii: "2"), UInt8(ascii: "5")), (UInt8(ascii: "2"), Byte.percent),
                (UInt8(ascii: "2"), UInt8(ascii: "B")), (UInt8(ascii: "2"), UInt8(ascii: "b")),
                (UInt8(ascii: "E"), UInt8(ascii: "F")), (UInt8(ascii: "e"), UInt8(ascii: "f")):
                return true
            default: continue
            }
        }
        return false
    }

    /// The text with each finding's digest in its place.
    var replaced: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 64 * findings.count)
        var position = 0
        for finding in findings {
            result += text[position..<finding.range.lowerBound]
            result += finding.replacement.utf8
            position = finding.range.upperBound
        }
        return result + text[position...]
    }

    /// A text or a decoded value: the parts of a URL first, for `/users/a@b.example` would also pass as an address.
    private mutating func searchText(_ text: DecodedText) {
        let found = findings.count
        let whole = text.bytes.startIndex..<text.bytes.endIndex
        if Self.hasParts(text.bytes) { searchParts(of: text) }
        guard findings.count == found else { return }
        if let data = PersonalData(text.bytes[...], form: text.isDecoded ? .parameter : .plain) {
            findings.append(PersonalDataFinding(text.sourceRange(whole), data))
        } else if !text.isDecoded, text.bytes.contains(Byte.percent) {
            searchText(DecodedText(percentDecoding: whole, of: source))
        }
    }

    /// What lies between `?`, `&`, `#` and `;`: paths and parameters.
    private mutating func searchParts(of text: DecodedText) {
        var start = 0
        // Some delimiters may stand in front of a host.
        let userInfo = Self.userInfo(in: text.bytes[...]) ?? 0..<0
        for position in 0...text.bytes.count {
            guard position == text.bytes.count || Byte.isDelimiter(text.bytes[position]), !userInfo.contains(position)
            else { continue }
            let part = start..<position
            start = position + 1
            guard Self.mayHold(text.bytes[part]) else { continue }
            searchValue(part, of: text, splitsParameter: true)
        }
    }

    /// One path, parameter or value.
    private mutating func searchValue(_ range: Range<Int>, of text: DecodedText, splitsParameter: Bool = false) {
        let bytes = text.bytes[range]
        guard Self.mayHold(bytes) || bytes.first == Byte.space else { return }
        if Self.isPath(bytes) {
            searchPath(range, of: text)
        } else if splitsParameter, let equals = bytes.firstIndex(of: Byte.equals) {
            searchValue(range.lowerBound..<equals, of: text)
            searchValue((equals + 1)..<range.upperBound, of: text)
        } else if !text.isDecoded, bytes.contains(Byte.percent) {
            searchText(DecodedText(percentDecoding: range, of: source))
        } else if let data = PersonalData(bytes, form: .parameter) {
            findings.append(PersonalDataFinding(text.sourceRange(range), data))
        } else if bytes.contains(Byte.slash) {
            searchList(range, separator: Byte.slash, of: text)
        }
    }

    /// A path with what is in front of it: user information and, for `mailto:` and `tel:`, addresses.
    private mutating func searchPath(_ range: Range<Int>, of text: DecodedText) {
        let bytes = text.bytes[range]
        if let scheme = Self.addressScheme(bytes) {
            return searchList(scheme..<range.upperBound, separator: Byte.comma, of: text)
        }
        var start = range.lowerBound
        if let authority = Self.authority(in: bytes) {
            if let user = Self.userInfo(in: bytes) {
                findings.append(PersonalDataFinding(userInfo: text.sourceRange(user)))
            }
            start = authority.upperBound
        }
        searchList(start..<range.upperBound, separator: Byte.slash, of: text)
    }

    private mutating func searchList(_ range: Range<Int>, separator: UInt8, of text: DecodedText) {
        for segment in text.bytes[range].split(separator: separator) where Self.mayHold(segment) {
            let equals = segment.firstIndex(of: Byte.equals)
            searchSegment((equals.map { $0 + 1 } ?? segment.startIndex)..<segment.endIndex, of: text)
        }
    }

    /// A segment of a path: as a whole, percent-decoded where it must be.
    private mutating func searchSegment(_ range: Range<Int>, of text: DecodedText) {
        if !text.isDecoded, text.bytes[range].contains(Byte.percent) {
            let decoded = DecodedText(percentDecoding: range, of: source)
            if let data = PersonalData(decoded.bytes[...], form: .plain) {
                findings.append(PersonalDataFinding(range, data))
            }
        } else if let data = PersonalData(text.bytes[range], form: .plain) {
            findings.append(PersonalDataFinding(text.sourceRange(range), data))
        }
    }
}

extension PersonalDataSearch {
    private enum Byte {
        static let at = UInt8(ascii: "@")
        static let colon = UInt8(ascii: ":")
        static let comma = UInt8(ascii: ",")
        static let equals = UInt8(ascii: "=")
        static let percent = UInt8(ascii: "%")
        static let space = UInt8(ascii: " ")
        static let slash = UInt8(ascii: "/")

        static func isDelimiter(_ byte: UInt8) -> Bool {
            byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "#")
                || byte == UInt8(ascii: ";")
        }
    }

    /// Whether a text is a URL or a part of one.
    private static func hasParts(_ text: [UInt8]) -> Bool {
        isPath(text[...])
            || text.contains { $0 == Byte.equals || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    }

    /// Whether a part of a URL has segments: it begins with a slash, or with a scheme.
    private static func isPath(_ part: ArraySlice<UInt8>) -> Bool {
        part.first == Byte.slash || addressScheme(part) != nil || authority(in: part) != nil
    }

    /// Where the host of a URL and its user stand.
    private static func authority(in part: ArraySlice<UInt8>) -> Range<Int>? {
        let start: Int
        if part.starts(with: "//".utf8) {
            start = part.startIndex + 2
        } else if let colon = part.firstIndex(of: Byte.colon), part[colon...].starts(with: "://".utf8) {
            start = colon + 3
        } else {
            return nil
        }
        let end = part[start...].firstIndex { $0 == Byte.slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        return start..<(end ?? part.endIndex)
    }

    /// Where the user of a URL stands, its `@` included; with a space in it, it is none.
    private static func userInfo(in part: ArraySlice<UInt8>) -> Range<Int>? {
        guard let authority = authority(in: part), let at = part[authority].lastIndex(of: Byte.at),
            !part[authority.lowerBound..<at].contains(where: { $0 <= Byte.space })
        else { return nil }
        return authority.lowerBound..<(at + 1)
    }

    /// Where the addresses of a `mailto:`, `tel:` or `sms:` URL begin.
    private static func addressScheme(_ part: ArraySlice<UInt8>) -> Int? {
        guard let colon = part.prefix(7).firstIndex(of: Byte.colon) else { return nil }
        let scheme = String(decoding: part[..<colon].map(\.lowercasedASCII), as: UTF8.self)
        return scheme == "mailto" || scheme == "tel" || scheme == "sms" ? colon + 1 : nil
    }

    /// Whether a part is worth a closer look.
    private static func mayHold(_ part: ArraySlice<UInt8>) -> Bool {
        PersonalDataScanner.mayHold(part)
    }
}
