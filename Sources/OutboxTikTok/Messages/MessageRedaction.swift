/// Cuts out of TikTok's messages what may be a value: a message can echo what was sent, and with it personal data.
///
/// Cut are quoted texts, tokens that look like a value wherever they stand (e-mail addresses, telephone numbers,
/// digests,
/// addresses, long numbers), and after the first colon every word that is not part of the plain language of such
/// messages. What remains tells which rule was broken and where.
enum MessageRedaction {
    /// The longest message that is kept, in characters.
    static let maximumLength = 500

    /// The message without values; each run of cut words is one `…`.
    static func redact(_ message: String) -> String {
        // Bounded before anything walks over it: a message may be as long as the answer.
        let bounded = String(message.prefix(maximumLength * 2))
        var output: [String] = []
        var isAfterColon = false
        var isCutting = false
        let words = MessageText.withoutQuotes(bounded).split { $0.isWhitespace || $0.isNewline }
        for word in words {
            let (core, punctuation) = split(word)
            let isNumberAfterCut = isCutting && isNumber(core)
            let isKept =
                !core.contains(MessageText.cut) && !looksLikeValue(core) && !isNumberAfterCut
                && (!isAfterColon || MessageVocabulary.contains(core))
            if isKept {
                output.append(String(word))
            } else if isCutting, let last = output.last {
                output[output.count - 1] = trimmed(last) + punctuation
            } else {
                output.append(MessageText.cut + punctuation)
            }
            isCutting = !isKept
            if word.contains(":") { isAfterColon = true }
        }
        let text = output.joined(separator: " ")
        return text.count <= maximumLength ? text : text.prefix(maximumLength - 1) + MessageText.cut
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, isPunctuation(last) { text.removeLast() }
        return String(text)
    }

    private static func isPunctuation(_ character: Character) -> Bool { ".,;:!?".contains(character) }

    /// A word and the sentence punctuation at its end.
    private static func split(_ word: Substring) -> (core: Substring, punctuation: String) {
        var core = word
        while let last = core.last, isPunctuation(last) { core.removeLast() }
        return (core, String(word[core.endIndex...]))
    }

    private static func isNumber(_ word: Substring) -> Bool {
        !word.isEmpty && word.utf8.allSatisfy { $0.isASCIIDigit || "+-().".utf8.contains($0) }
    }

    /// Whether a token looks like a value wherever it stands.
    private static func looksLikeValue(_ word: Substring) -> Bool {
        let bytes = word.utf8
        if word.contains("@") || word.contains("://") || word.contains("::") { return true }
        if bytes.count > 64 || bytes.first == UInt8(ascii: "+") { return true }
        var digits = 0
        var letters = 0
        var hexadecimal = 0
        var longestNumber = 0
        var number = 0
        for byte in bytes {
            number = byte.isASCIIDigit || (number > 0 && "-().".utf8.contains(byte)) ? number + 1 : 0
            longestNumber = max(longestNumber, number)
            if byte.isASCIIDigit { digits += 1 }
            if byte.isASCIILetter { letters += 1 }
            if byte.isHexadecimalDigit { hexadecimal += 1 }
        }
        if longestNumber >= 5 || (letters == 0 && digits >= 5) { return true }
        if hexadecimal == bytes.count, bytes.count >= 16 { return true }
        // Codes and ids, such as a pixel's: long, of letters and several digits.
        return bytes.count >= 16 && digits >= 2 && letters > 0 && !word.contains(".") && !word.contains("_")
    }
}
