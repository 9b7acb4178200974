/// One parameter of a URL's query or fragment, or of a `Cookie` header.
package enum QueryParameter {
    /// The first value of a parameter, percent-decoded once; nil where the URL has none or an empty one.
    package static func value(_ name: String, in url: String) -> String? {
        let pieces = url.utf8.split { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "#") }
        for piece in pieces where piece.startIndex > url.startIndex {
            if let value = value(of: name, in: piece) { return value.isEmpty ? nil : decoded(value) }
        }
        return nil
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

    private static func decoded(_ text: Substring.UTF8View) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap({ value(ofDigit: $0) }),
                let low = rest.dropFirst().first.flatMap({ value(ofDigit: $0) })
            {
                bytes.append(high << 4 | low)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
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
