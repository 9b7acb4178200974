extension String {
    /// The UTF-8 bytes without the white space, control and invisible characters at both ends.
    var trimmedUTF8: [UInt8] { Array(utf8).trimmed }

    /// The text in lower case as Unicode defines it for whole texts (The Unicode Standard, section 3.13).
    ///
    /// Unlike `lowercased()` it writes a Greek capital sigma at the end of a word as a final sigma, as browsers do.
    var lowercasedText: String {
        guard unicodeScalars.contains("\u{3A3}") else { return lowercased() }
        let scalars = Array(unicodeScalars)
        var result = String.UnicodeScalarView()
        for (position, scalar) in scalars.enumerated() {
            if scalar != "\u{3A3}" {
                result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            } else {
                let before = scalars[..<position].last { !$0.properties.isCaseIgnorable }
                let after = scalars[(position + 1)...].first { !$0.properties.isCaseIgnorable }
                let endsWord = before?.properties.isCased == true && after?.properties.isCased != true
                result.append(endsWord ? "\u{3C2}" : "\u{3C3}")
            }
        }
        return String(result)
    }
}

extension [UInt8] {
    /// UTF-8 bytes without the white space, control and invisible characters at both ends.
    var trimmed: [UInt8] {
        guard let low = firstIndex(where: { !$0.isASCIIBlank }), let high = lastIndex(where: { !$0.isASCIIBlank })
        else { return [] }
        if self[low] < 0x80, self[high] < 0x80 { return high - low + 1 == count ? self : Array(self[low...high]) }
        let scalars = String(decoding: self, as: UTF8.self).unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }),
            let last = scalars.lastIndex(where: { !$0.isBlank })
        else { return [] }
        return Array(String(scalars[first...last]).utf8)
    }

    /// Whether all are ASCII.
    var isASCII: Bool { allSatisfy { $0 < 0x80 } }

    /// The UTF-8 bytes in lower case.
    var lowercasedUTF8: [UInt8] {
        isASCII ? map(\.lowercasedASCII) : Array(String(decoding: self, as: UTF8.self).lowercasedText.utf8)
    }
}
