extension UInt8 {
    /// Compares a byte with an ASCII character written as `"{"`.
    static func == (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) == character.value }

    static func != (byte: UInt8, character: Unicode.Scalar) -> Bool { UInt32(byte) != character.value }

    static func ~= (character: Unicode.Scalar, byte: UInt8) -> Bool { UInt32(byte) == character.value }

    /// A letter, an underscore, a dollar sign, or any byte of a character beyond ASCII.
    var isWordStart: Bool { UInt8.classes[Int(self)] == 1 }

    var isDigit: Bool { UInt8.classes[Int(self)] == 2 }

    var isWordPart: Bool { isWordStart || isDigit }

    /// A character of which operators are made, the dot excepted.
    var isOperator: Bool { UInt8.classes[Int(self)] == 3 }

    private static let classes: [Int] = (UInt8.min...UInt8.max).map { byte in
        let scalar = Unicode.Scalar(byte)
        if byte >= 0x80 || scalar.properties.isAlphabetic || scalar == "_" || scalar == "$" { return 1 }
        if scalar.properties.numericType == .decimal { return 2 }
        return "/=-+!*%<>&|^~?".unicodeScalars.contains(scalar) ? 3 : 0
    }
}
