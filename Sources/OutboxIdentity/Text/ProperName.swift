/// The normal form of the names of people and places: lower-case, without punctuation, every script and accent kept.
///
/// In this order: control and invisible characters go, except the joiners that some scripts spell with; punctuation and
/// symbols go (Unicode's categories P and S, so also apostrophes, hyphens and emoji); a run of white space becomes one
/// space, or nothing for places; what is left is lower-cased by Unicode's full mapping. Letters, marks and digits stay
/// as they were written, in the same normalisation form.
enum ProperName {
    /// Whether the words of a name stay apart.
    enum Spaces {
        case single
        case none
    }

    /// The normal form; empty if nothing of the name is a letter, a mark or a digit.
    static func normalized(_ name: [UInt8], spaces: Spaces) -> [UInt8] {
        guard name.isASCII else { return normalizedUnicode(name, spaces: spaces) }
        return name.withUnsafeBufferPointer { name in
            [UInt8](unsafeUninitializedCapacity: name.count) { $1 = writeASCII(name, spaces: spaces, to: $0) }
        }
    }

    /// Writes the normal form of a name in ASCII, and gives its length, which is never more than the name's.
    static func writeASCII(
        _ name: UnsafeBufferPointer<UInt8>, spaces: Spaces, to result: UnsafeMutableBufferPointer<UInt8>
    ) -> Int {
        var count = 0
        var spaceIsDue = false
        for byte in name {
            if byte.isASCIILetter || byte.isASCIIDigit {
                if spaceIsDue {
                    result.initializeElement(at: count, to: UInt8(ascii: " "))
                    count += 1
                }
                spaceIsDue = false
                result.initializeElement(at: count, to: byte.lowercasedASCII)
                count += 1
            } else if byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) {
                spaceIsDue = spaces == .single && count > 0
            }
        }
        return count
    }

    private static func normalizedUnicode(_ name: [UInt8], spaces: Spaces) -> [UInt8] {
        var result = String.UnicodeScalarView()
        var spaceIsDue = false
        for scalar in String(decoding: name, as: UTF8.self).unicodeScalars {
            if scalar.properties.isWhitespace {
                spaceIsDue = spaces == .single && !result.isEmpty
            } else if !scalar.isInvisible && !scalar.isPunctuationOrSymbol {
                if scalar.isJoiner && (spaceIsDue || result.isEmpty) { continue }
                if spaceIsDue { result.append(" ") }
                spaceIsDue = false
                result.append(scalar)
            }
        }
        while result.last?.isJoiner == true { result.removeLast() }
        return Array(String(result).lowercasedText.utf8)
    }
}
