/// Shows texts of the file in messages: short, in one line, and not if they look like a secret.
package enum Quoting {
    /// The text in double quotes, shortened; of what looks like a token only its length.
    package static func quoted(_ text: String) -> String {
        looksLikeToken(text) ? "a text of \(text.count) characters (not shown)" : "\"\(bare(text))\""
    }

    /// The text without quotes, shortened, control characters written out.
    package static func bare(_ text: String) -> String {
        if looksLikeToken(text) { return "..." }
        var shown = ""
        for scalar in text.unicodeScalars.prefix(60) { append(scalar, to: &shown) }
        return text.unicodeScalars.count > 60 ? shown + "..." : shown
    }

    /// A message with texts of the file in it, fit to be shown: `...` for what looks like a token, control characters
    /// written out.
    package static func safe(_ message: String) -> String {
        guard message.unicodeScalars.contains(where: isInvisible) || looksLikeToken(message) else { return message }
        var shown = ""
        var rest = message.unicodeScalars[...]
        while let first = rest.first {
            let run = rest.prefix { isTokenCharacter($0) }
            if run.isEmpty {
                append(first, to: &shown)
                rest.removeFirst()
            } else {
                shown += looksLikeToken(String(run)) ? "..." : String(run)
                rest = rest[run.endIndex...]
            }
        }
        return shown
    }

    private static func append(_ scalar: Unicode.Scalar, to shown: inout String) {
        if isInvisible(scalar) {
            shown += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
            shown.unicodeScalars.append(scalar)
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }

    private static func isTokenCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z", "+", "=": true
        default: false
        }
    }

    /// Whether this could be an access token or another key that was pasted in the wrong place: long, unbroken, with
    /// letters and digits. (TikTok's access tokens are 40 characters, its pixel codes about 20.)
    package static func looksLikeToken(_ text: String) -> Bool {
        var run = 0
        var digits = 0
        var letters = 0
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): letters += 1
            case UInt8(ascii: "+"), UInt8(ascii: "="): break
            default:
                (run, digits, letters) = (0, 0, 0)
                continue
            }
            run += 1
            if run >= 28, digits >= 3, letters >= 3 { return true }
        }
        return false
    }
}
