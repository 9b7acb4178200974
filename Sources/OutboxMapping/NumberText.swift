/// Numbers as JSON writes them (RFC 8259, section 6).
enum NumberText {
    private enum Place { case start, sign, zero, whole, point, fraction, exponent, exponentSign, power }

    /// The digits of a text that is a number and nothing else; nil otherwise.
    static func digits(of text: String) -> [UInt8]? {
        isNumber(text.utf8) ? Array(text.utf8) : nil
    }

    /// Whether bytes are one number and nothing else.
    static func isNumber(_ bytes: some Sequence<UInt8>) -> Bool {
        var place = Place.start
        for byte in bytes {
            switch (place, byte) {
            case (.start, UInt8(ascii: "-")): place = .sign
            case (.start, UInt8(ascii: "0")), (.sign, UInt8(ascii: "0")): place = .zero
            case (.start, 49...57), (.sign, 49...57), (.whole, 48...57): place = .whole
            case (.zero, UInt8(ascii: ".")), (.whole, UInt8(ascii: ".")): place = .point
            case (.point, 48...57), (.fraction, 48...57): place = .fraction
            case (.zero, 0x45), (.zero, 0x65), (.whole, 0x45), (.whole, 0x65), (.fraction, 0x45), (.fraction, 0x65):
                place = .exponent
            case (.exponent, UInt8(ascii: "+")), (.exponent, UInt8(ascii: "-")): place = .exponentSign
            case (.exponent, 48...57), (.exponentSign, 48...57), (.power, 48...57): place = .power
            default: return false
            }
        }
        switch place {
        case .zero, .whole, .fraction, .power: return true
        case .start, .sign, .point, .exponent, .exponentSign: return false
        }
    }
}
