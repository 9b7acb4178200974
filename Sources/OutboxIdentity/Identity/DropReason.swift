/// Why a value is not used as an identity.
///
/// The text never holds the value.
package enum DropReason: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nothing is left once white space and punctuation are gone.
    case empty
    /// The value is the digest of an empty text.
    case digestOfNothing
    /// 32 hexadecimal digits where a clear value or a SHA-256 digest belongs.
    case looksLikeMD5
    /// 40 hexadecimal digits where a clear value or a SHA-256 digest belongs.
    case looksLikeSHA1
    /// Not of the form of an e-mail address.
    case notAnEmail
    /// More bytes than such a value can have.
    case tooLong(limit: Int)
    /// A phone number that only makes sense inside its own country.
    case noCountryCode
    /// A phone number whose first digits after the plus are no country's.
    case unknownCallingCode
    /// A phone number with a trunk zero behind its country code.
    case zeroAfterCallingCode(String)
    /// A phone number without a country code that has no form of the configured region's numbers.
    case doesNotFit(PhoneRegion)
    /// Not of the form of a phone number.
    case notAPhoneNumber
    /// Not a country's two letters.
    case notACountryCode

    /// What is wrong and what to do, without a full stop.
    package var description: String {
        switch self {
        case .empty:
            "empty once normalised, dropped; leave the member out"
        case .digestOfNothing:
            "the digest of an empty text, dropped; leave the member out where nothing is known"
        case .looksLikeMD5:
            "looks like an MD5 digest, dropped; TikTok matches SHA-256 only: send the clear value or its SHA-256"
        case .looksLikeSHA1:
            "looks like a SHA-1 digest, dropped; TikTok matches SHA-256 only: send the clear value or its SHA-256"
        case .notAnEmail:
            "not an e-mail address, dropped"
        case .tooLong(let limit):
            "longer than \(limit) bytes, dropped"
        case .noCountryCode:
            "no country code, dropped; send it with a plus and its country code, or set identity.phone_region"
        case .unknownCallingCode:
            "no country has this calling code, dropped"
        case .zeroAfterCallingCode(let code):
            "a zero behind the country code +\(code), dropped; the trunk prefix is not part of an international number"
        case .doesNotFit(let region):
            "no country code, and not a number of identity.phone_region \(region.code), dropped"
        case .notAPhoneNumber:
            "not a phone number, dropped"
        case .notACountryCode:
            "not a country's two letters (ISO 3166 alpha-2), dropped"
        }
    }
}
