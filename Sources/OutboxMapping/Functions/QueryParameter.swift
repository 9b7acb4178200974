/// One parameter of a URL's query or fragment, or of a `Cookie` header.
package enum QueryParameter {
    /// The first value of a parameter, percent-decoded once; nil where the URL has none or an empty one.
    package static func value(_ name: String, in url: String) -> String? {
        var url = url
        return url.withUTF8 { value(name, in: $0) }
    }

    /// The same of a URL in UTF-8.
    static func value(_ name: String, in url: UnsafeBufferPointer<UInt8>) -> String? {
        var name = name
        return name.withUTF8 { value($0, in: url) }
    }

    private static func value(_ name: UnsafeBufferPointer<UInt8>, in url: UnsafeBufferPointer<UInt8>) -> String? {
        var start = end(ofPieceFrom: 0, in: url) + 1
        while start < url.count {
            let end = end(ofPieceFrom: start, in: url)
            let value = start + name.count + 1
            if value <= end, url[value - 1] == UInt8(ascii: "="), url[start..<value - 1].elementsEqual(name) {
                return value == end ? nil : decoded(UnsafeBufferPointer(rebasing: url[value..<end]))
            }
            start = end + 1
        }
        return nil
    }

    /// Where the next piece's sign stands, or the end of the URL.
    private static func end(ofPieceFrom start: Int, in url: UnsafeBufferPointer<UInt8>) -> Int {
        var end = start
        while end < url.count {
            switch url[end] {
            case UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "#"): return end
            default: end += 1
            }
        }
        return end
    }

    /// The value of a cookie in a `Cookie` header's text, as it is; nil where it has none or an empty one.
    package static func cookie(_ name: String, in header: String) -> String? {
        for piece in header.utf8.split(separator: UInt8(ascii: ";")) {
            if let value = value(of: name, in: piece.drop { $0 == UInt8(ascii: " ") }) {
                return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
            }
        }
        return nil
    }

    private static func value(of name: String, in piece: Substring.UTF8View) -> Substring.UTF8View? {
        guard piece.starts(with: name.utf8) else { return nil }
        let rest = piece.dropFirst(name.utf8.count)
        return rest.first == UInt8(ascii: "=") ? rest.dropFirst() : nil
    }

    private static func decoded(_ text: UnsafeBufferPointer<UInt8>) -> String {
        guard text.contains(UInt8(ascii: "%")) else { return String(decoding: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var position = 0
        while position < text.count {
            if text[position] == UInt8(ascii: "%"), position + 2 < text.count,
                let high = value(ofDigit: text[position + 1]), let low = value(ofDigit: text[position + 2])
            {
                bytes.append(high << 4 | low)
                position += 3
            } else {
                bytes.append(text[position])
                position += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func value(ofDigit byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
