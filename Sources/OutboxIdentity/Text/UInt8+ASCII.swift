/// Bytes read as ASCII characters; a byte of 0x80 and above is none of them.
extension UInt8 {
    var isASCIIDigit: Bool { self &- 0x30 < 10 }

    var isASCIIUppercase: Bool { self &- 0x41 < 26 }

    var isASCIILetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// White space or a control character.
    var isASCIIBlank: Bool { self <= 0x20 || self == 0x7F }

    /// The byte, an upper-case letter as its lower-case one.
    var lowercasedASCII: UInt8 { isASCIIUppercase ? self | 0x20 : self }

    /// The value of a hexadecimal digit of either case.
    var hexadecimalValue: UInt8? {
        if isASCIIDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }
}
