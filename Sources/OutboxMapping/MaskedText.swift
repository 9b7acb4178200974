import OutboxCore

/// Shows values of events to people: short, in one line, and nothing by which somebody could be found.
enum MaskedText {
    private static let maximumLength = 60

    /// A value: texts in quotes, lists and objects by their size.
    static func shown(_ value: MappedValue?, isIdentity: Bool = false) -> String {
        guard let value else { return "absent" }
        if isIdentity {
            if let elements = value.elements { return "\(elements.count) identities" }
            return MappingFunction.scalarText(value).map { "\"\(identity($0))\"" } ?? value.kindText
        }
        if let elements = value.elements { return "a list of \(elements.count)" }
        switch value.kindText {
        case "a text": return value.text.map { "\"\(text($0))\"" } ?? "a text"
        case "a number":
            return value.numberDigits.map { text(String(decoding: $0, as: UTF8.self)) } ?? "a number"
        case "true or false": return value.bool.map { $0 ? "true" : "false" } ?? "absent"
        case let kind: return kind
        }
    }

    /// A text: of what looks like an e-mail address or a phone number most is replaced by `***`, of a digest and any
    /// other long word without a break all but the beginning.
    static func text(_ text: String) -> String {
        var shown = ""
        // More than is shown has to be looked at, so that no word is judged by its first half.
        for word in text.prefix(400).split(separator: " ", omittingEmptySubsequences: false) {
            if !shown.isEmpty { shown += " " }
            shown += masked(String(word))
            if shown.count > maximumLength { break }
        }
        return shortened(withoutPhones(shown))
    }

    /// An identity: of a digest the first eight digits, of anything else the first character.
    static func identity(_ text: String) -> String {
        let isDigest = text.utf8.count == 64 && text.utf8.allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 | 0x20 }
        return isDigest ? text.prefix(8) + "…" : plain(String(text.prefix(1))) + "***"
    }

    /// Whether a SHA-256 digest in lower case stands in a text.
    static func holdsDigest(_ text: String) -> Bool { withoutDigests(text) != text }

    /// A text with the first eight digits of each SHA-256 digest in it.
    static func withoutDigests(_ text: String) -> String {
        guard text.utf8.count >= 64 else { return text }
        var shown: [UInt8] = []
        var run = 0
        for byte in Array(text.utf8) + [0] {
            if 48...57 ~= byte || 97...102 ~= byte {
                run += 1
            } else {
                if run == 64 {
                    shown.removeLast(56)
                    shown += "…".utf8
                }
                run = 0
            }
            shown.append(byte)
        }
        return String(decoding: shown.dropLast(), as: UTF8.self)
    }

    private static func masked(_ word: String) -> String {
        let isAddress = word.utf8.contains(UInt8(ascii: "@")) || word.lowercased().contains("%40")
        if isAddress { return plain(String(word.prefix(1))) + "***" }
        let isLongDigest = word.utf8.count >= 32 && word.utf8.allSatisfy { 48...57 ~= $0 || 97...102 ~= $0 | 0x20 }
        return isLongDigest ? word.prefix(8) + "…" : plain(word)
    }

    /// Runs of seven to fifteen digits, with what people put between them, keep their last two (E.164 has at most 15).
    private static func withoutPhones(_ text: String) -> String {
        let characters = Array(text)
        var shown = ""
        var index = 0
        while index < characters.count {
            let end = endOfNumber(in: characters, from: index)
            let run = characters[index..<end]
            let digits = run.count { $0.isASCII && $0.isNumber }
            if digits >= 7 {
                shown += "***" + String(run.filter { $0.isASCII && $0.isNumber }.suffix(2))
                index = end
            } else if end > index {
                shown += String(run)
                index = end
            } else {
                shown.append(characters[index])
                index += 1
            }
        }
        return shown
    }

    private static func endOfNumber(in characters: [Character], from start: Int) -> Int {
        var end = start
        var lastDigit = start
        while end < characters.count {
            let character = characters[end]
            if character.isASCII, character.isNumber {
                lastDigit = end + 1
            } else if !"+-() ./".contains(character) || end == start && character != "+" && character != "(" {
                break
            }
            end += 1
        }
        return lastDigit
    }

    /// In one line, shortened.
    private static func shortened(_ text: String) -> String {
        let line = plain(text)
        return line.count > maximumLength ? line.prefix(maximumLength) + "…" : line
    }

    /// In one line: control characters and what else cannot be seen written out.
    static func plain(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { isInvisible($0) }) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            if isInvisible(scalar) {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }
}
