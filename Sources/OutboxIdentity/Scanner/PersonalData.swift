/// A text that as a whole is an e-mail address or an international phone number, as its digest.
package struct PersonalData: Sendable, Equatable {
    /// What it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// An e-mail address.
        case email
        /// A phone number with a plus and its country code.
        case phone
        /// The user, with or without a password, in front of a URL's host; it has no digest.
        case userInfo
    }

    /// What it is.
    package let kind: Kind
    /// The SHA-256 digest of its normal form, as `IdentityNormalizer` makes it: 64 lower-case hexadecimal digits.
    package let digest: String

    /// How a text was written.
    enum Form {
        /// As it is.
        case plain
        /// As a parameter of a URL, percent-decoded: a plus may stand for a space, and a space for the plus of a
        /// number.
        case parameter
    }

    /// Looks at a whole text; nil if it is neither.
    init?(_ text: ArraySlice<UInt8>, form: Form) {
        guard text.count <= Self.maximumLength else { return nil }
        if text.contains(UInt8(ascii: "@")) {
            let trimmed = String(decoding: text, as: UTF8.self).trimmedUTF8
            guard let address = (try? EmailAddress.normalized(trimmed)) ?? EmailAddress.normalizedQuoted(trimmed),
                !Self.namesFile(address)
            else { return nil }
            (kind, digest) = (.email, SHA256Digest(of: address).hexadecimal)
        } else {
            let number = form == .parameter ? Self.numberInParameter(text) : text
            guard let normal = PhoneNumber.normalizedInternational(number) else { return nil }
            (kind, digest) = (.phone, SHA256Digest(of: normal).hexadecimal)
        }
    }

    /// No address or number is longer, white space around it included.
    private static let maximumLength = 512

    /// The first plus or space of a number as a plus, each further plus as a space.
    static func numberInParameter(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let (plus, space) = (UInt8(ascii: "+"), UInt8(ascii: " "))
        guard let first = text.first, first == plus || first == space else { return text }
        let rest = text.dropFirst().drop { $0 == plus || $0 == space }
        return [plus] + rest.map { $0 == plus ? space : $0 }
    }

    /// Whether an address is the name of a picture for dense screens, such as `logo@2x.png`; its last label is no
    /// top-level domain.
    private static func namesFile(_ address: [UInt8]) -> Bool {
        guard let dot = address.lastIndex(of: UInt8(ascii: ".")) else { return false }
        return fileExtensions.contains(String(decoding: address[(dot + 1)...], as: UTF8.self))
    }

    private static let fileExtensions: Set<String> = [
        "avif", "bmp", "css", "gif", "html", "ico", "jpeg", "jpg", "js", "json", "mjs", "pdf", "png", "svg", "tiff",
        "webp",
    ]
}
