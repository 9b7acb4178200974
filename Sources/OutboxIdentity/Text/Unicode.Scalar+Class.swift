/// What identities need to know of a character beyond ASCII.
extension Unicode.Scalar {
    /// White space of any kind, a control character, or an invisible one such as a byte order mark.
    var isBlank: Bool {
        isASCII ? UInt8(truncatingIfNeeded: value).isASCIIBlank : properties.isWhitespace || isInvisible || isJoiner
    }

    /// A control character, or one that is shown as nothing.
    ///
    /// Such as direction marks, which people copy along with a phone number, zero width spaces and soft hyphens. The
    /// joiners that some scripts spell with are not counted.
    var isInvisible: Bool {
        !isJoiner && (properties.isDefaultIgnorableCodePoint || properties.generalCategory == .control)
    }

    /// Zero width joiner and non-joiner, which make a difference inside words of Persian or Hindi.
    var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// A dash or hyphen of any length, the minus sign included.
    var isDash: Bool { properties.generalCategory == .dashPunctuation || value == 0x2212 }

    /// Punctuation or a symbol: Unicode's general categories P and S.
    var isPunctuationOrSymbol: Bool {
        switch properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }

    /// The value of a decimal digit of any script.
    var decimalDigit: UInt8? {
        guard properties.numericType == .decimal, let value = properties.numericValue else { return nil }
        return UInt8(value)
    }
}
