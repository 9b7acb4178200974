/// The search for e-mail addresses and phone numbers inside a longer text, such as a comment or a page's title.
///
/// Every byte is looked at a fixed number of times. An address stands between characters that none has; its domain ends
/// in letters. A number begins with a plus that follows no letter or digit, and an assigned calling code; it ends where
/// its country's numbers do. So dates, prices, versions (`a@1.2`), handles (`@ada`), names of pictures (`logo@2x.png`)
/// and a URL's `user@host` stay as they are.
struct ProseSearch {
    /// What was found, and where, in the order of the text.
    private(set) var findings: [PersonalDataFinding] = []
    private let bytes: [UInt8]
    /// Where the search for the beginning of an address must stop.
    private var floor = 0

    /// Searches a text.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var isInAuthority = false
        var position = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "@"):
                if !isInAuthority, let end = takeAddress(around: position) {
                    position = end
                    continue
                }
                floor = position + 1
            case UInt8(ascii: "+"):
                if let end = takeNumber(at: position) {
                    position = end
                    continue
                }
            case UInt8(ascii: ":") where bytes[position...].starts(with: "://".utf8):
                isInAuthority = true
                position = takeUserInfo(from: position + 3)
                continue
            case let byte where Self.endsAuthority(byte): isInAuthority = false
            default: break
            }
            position += 1
        }
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: ","), UInt8(ascii: ";"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
            UInt8(ascii: "'"):
            true
        default: false
        }
    }

    private mutating func take(_ range: Range<Int>, _ data: PersonalData) -> Int {
        findings.append(PersonalDataFinding(range, data))
        floor = range.upperBound
        return range.upperBound
    }

    /// Takes the user in front of a URL's host, and gives where the host begins.
    private mutating func takeUserInfo(from start: Int) -> Int {
        let end = bytes[start...].firstIndex { Self.endsAuthority($0) } ?? bytes.count
        guard let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) else { return start }
        findings.append(PersonalDataFinding(userInfo: start..<(at + 1)))
        floor = at + 1
        return at + 1
    }
}

// MARK: - Addresses

extension ProseSearch {
    /// Takes the address whose sign stands at a position, and gives its end.
    private mutating func takeAddress(around sign: Int) -> Int? {
        let start = startOfQuoted(before: sign) ?? startOfAddress(before: sign)
        guard start < sign else { return nil }
        var end = endOfDomain(after: sign)
        guard bytes[sign + 1..<end].contains(UInt8(ascii: ".")), !isVersionOrScale(sign + 1..<end) else { return nil }
        // What follows an address without a space may look like more of its domain.
        for _ in 0..<4 where end > sign + 1 {
            if endsInLetters(sign + 1..<end), let data = PersonalData(bytes[start..<end], form: .plain) {
                return take(start..<end, data)
            }
            guard let cut = bytes[(sign + 1)..<end].lastIndex(where: { Self.isJoint($0) }) else { return nil }
            end = cut
        }
        return nil
    }

    /// Where the quoted local part in front of a sign begins; nil where there is none.
    private func startOfQuoted(before sign: Int) -> Int? {
        let quote = UInt8(ascii: "\"")
        let limit = max(findings.last?.range.upperBound ?? 0, sign - 66)
        guard sign - 2 > limit, bytes[sign - 1] == quote else { return nil }
        return bytes[limit..<(sign - 1)].lastIndex(of: quote)
    }

    private func startOfAddress(before sign: Int) -> Int {
        var start = sign
        let limit = max(floor, sign - 64)
        while start > limit {
            let byte = bytes[start - 1]
            if Self.isWordByte(byte) || Self.isJoint(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+") {
                start -= 1
            } else if start - 2 >= limit, Self.isLetter(bytes[start - 2], byte) {
                start -= 2
            } else {
                break
            }
        }
        while start < sign, Self.isJoint(bytes[start]) || bytes[start] == UInt8(ascii: "+") { start += 1 }
        return start
    }

    private func endOfDomain(after sign: Int) -> Int {
        var end = sign + 1
        let limit = min(bytes.count, end + EmailAddress.maximumLength)
        while end < limit {
            if Self.isWordByte(bytes[end]) || Self.isJoint(bytes[end]) {
                end += 1
            } else if end + 1 < limit, Self.isLetter(bytes[end], bytes[end + 1]) {
                end += 2
            } else {
                break
            }
        }
        while end > sign + 1, Self.isJoint(bytes[end - 1]) { end -= 1 }
        return end
    }

    /// Whether the last label of a domain is one of letters alone, as top-level domains are, or an encoded one.
    private func endsInLetters(_ domain: Range<Int>) -> Bool {
        let start = bytes[domain].lastIndex(of: UInt8(ascii: ".")).map { $0 + 1 } ?? domain.lowerBound
        let label = bytes[start..<domain.upperBound]
        return label.allSatisfy { $0.isASCIILetter || $0 >= 0x80 } || label.starts(with: "xn--".utf8)
    }

    /// Whether a domain is a version (`1.0.0-beta.rc`) or the scale of a picture (`2x.min.png`).
    private func isVersionOrScale(_ domain: Range<Int>) -> Bool {
        let labels = bytes[domain].split(separator: UInt8(ascii: "."), maxSplits: 2, omittingEmptySubsequences: false)
        guard let first = labels.first else { return false }
        let isNumber = first.allSatisfy(\.isASCIIDigit)
        let isScale = first.count > 1 && first.last == UInt8(ascii: "x") && first.dropLast().allSatisfy(\.isASCIIDigit)
        return isScale || isNumber && labels.count > 1 && labels[1].allSatisfy(\.isASCIIDigit)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit }

    private static func isJoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") }

    /// Whether two bytes are a letter of the alphabets from Latin to Arabic. Scripts without spaces between words are
    /// left out: there an address would take the words before and behind it along.
    private static func isLetter(_ first: UInt8, _ second: UInt8) -> Bool {
        (0xC3...0xDF).contains(first) && (0x80...0xBF).contains(second)
    }
}

// MARK: - Numbers

extension ProseSearch {
    /// Takes the number that begins with the plus at a position, and gives its end.
    private mutating func takeNumber(at plus: Int) -> Int? {
        guard plus == 0 || plus == floor || !Self.isWordByte(bytes[plus - 1]) else { return nil }
        let starts = plus > floor && bytes[plus - 1] == UInt8(ascii: "(") ? [plus - 1, plus] : [plus]
        var unusual: Range<Int>?
        for end in endsOfGroups(after: plus).reversed() {
            for start in starts {
                let text = PersonalData.numberInParameter(bytes[start..<end])
                guard let normal = PhoneNumber.normalizedInternational(text) else { continue }
                if PhoneNumber.hasUsualLength(normal) { return takeNumber(start..<end) }
                if unusual == nil, normal.count > Self.unusualDigits { unusual = start..<end }
            }
        }
        return unusual.flatMap { takeNumber($0) }
    }

    private mutating func takeNumber(_ range: Range<Int>) -> Int? {
        PersonalData(bytes[range], form: .parameter).map { take(range, $0) }
    }

    /// So many digits must follow the plus where its country has no numbers of that length; plans grow.
    private static let unusualDigits = 10

    /// People write a number in so many groups of digits at most.
    private static let groups = 8

    /// The ends of the groups of digits behind a plus, up to the longest number that there is.
    private func endsOfGroups(after plus: Int) -> [Int] {
        var ends: [Int] = []
        var digits = 0
        var (groups, separators) = (0, 0)
        var position = plus + 1
        while position < bytes.count, groups < Self.groups, separators <= 4 {
            if bytes[position].isASCIIDigit {
                digits += 1
                guard digits <= 15 else { return ends }
                (separators, position) = (0, position + 1)
                let isEnd = position == bytes.count || !bytes[position].isASCIIDigit
                if isEnd { groups += 1 }
                if isEnd, digits >= 8 { ends.append(position) }
            } else if let length = separatorLength(at: position) {
                (separators, position) = (separators + 1, position + length)
            } else {
                break
            }
        }
        return ends
    }

    /// How many bytes the separator at a position has: ASCII, with the plus that is a URL's space, or a space that does
    /// not break, or a dash.
    private func separatorLength(at position: Int) -> Int? {
        switch bytes[position] {
        case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "("),
            UInt8(ascii: ")"):
            return 1
        case UInt8(ascii: "+"):
            let isBetweenDigits =
                bytes[position - 1].isASCIIDigit && position + 1 < bytes.count && bytes[position + 1].isASCIIDigit
            return isBetweenDigits ? 1 : nil
        case 0xC2: return bytes[position...].starts(with: [0xC2, 0xA0]) ? 2 : nil
        case 0xE2: return Self.wideSeparators.contains { bytes[position...].starts(with: $0) } ? 3 : nil
        default: return nil
        }
    }

    /// The narrow and the thin space, the dash that does not break and the en dash.
    private static let wideSeparators: [[UInt8]] = [
        [0xE2, 0x80, 0xAF], [0xE2, 0x80, 0x89], [0xE2, 0x80, 0x91], [0xE2, 0x80, 0x93],
    ]
}
