/// What the readers of TikTok's messages share.
enum MessageText {
    /// Stands where something was cut.
    static let cut = "…"

    /// A message with everything in quotation marks replaced by ``cut``; a mark without its pair cuts to the end.
    ///
    /// An apostrophe counts as a mark only where a word cannot have one (`can't`, `shops'`).
    static func withoutQuotes(_ message: String) -> String {
        var output = ""
        var closing: Character?
        var previous: Character = " "
        let characters = Array(message)
        for (index, character) in characters.enumerated() {
            if let mark = closing {
                let next = index + 1 < characters.count ? characters[index + 1] : " "
                if character == mark, mark != "'" || !(next.isLetter || next.isNumber) { closing = nil }
            } else if let mark = pairs[character], character != "'" || !(previous.isLetter || previous.isNumber) {
                closing = mark
                output += cut
            } else {
                output.append(character)
            }
            previous = character
        }
        return output
    }

    /// The pieces of a message that can name a field: up to the first colon, and on over headings (`Param error:`).
    ///
    /// What follows the field's path can be a value that came from outside, so it is not looked at; neither is what
    /// stands in quotation marks.
    static func paths(in message: String) -> [String] {
        var paths: [String] = []
        for piece in withoutQuotes(message).split(separator: ":", omittingEmptySubsequences: false) {
            paths.append(String(piece))
            let isHeading = piece.utf8.allSatisfy { $0.isASCIILetter || $0 == UInt8(ascii: " ") }
            guard isHeading, !piece.contains("for ") else { break }
        }
        return paths
    }

    private static let pairs: [Character: Character] = [
        "\"": "\"", "'": "'", "`": "`", "“": "”", "‘": "’", "«": "»", "„": "“",
    ]
}

extension UInt8 {
    var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }
    var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
    /// A letter, a digit or an underscore: what names are made of.
    var isWordByte: Bool { isASCIIDigit || isASCIILetter || self == UInt8(ascii: "_") }
    var isHexadecimalDigit: Bool { isASCIIDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }
}
