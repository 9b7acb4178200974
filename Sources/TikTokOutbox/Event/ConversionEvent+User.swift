extension ConversionEvent {
    /// Who did it, as you know them.
    ///
    /// Clear values are normalised as TikTok asks and hashed (SHA-256) by `enqueue`, before anything touches the disk.
    /// A value that cannot be an address or a number is dropped, with a warning in the receipt. Of values that you have
    /// as digests already, give those, in hexadecimal digits; where both are given the clear one is used.
    public struct User: Sendable, Hashable {
        /// Your own id of the user, as the pixel sends it in `external_id`.
        public var id: String?
        /// E-mail address, in clear.
        public var email: String?
        /// Phone number with its country code (`+44 …`), or of the source's `phoneRegion`.
        public var phone: String?
        /// First name, in clear.
        public var firstName: String?
        /// Last name, in clear.
        public var lastName: String?
        /// Postal code, in clear.
        public var zip: String?
        /// City; sent in clear, as TikTok asks.
        public var city: String?
        /// State or region; sent in clear.
        public var state: String?
        /// Country, as its ISO 3166 code; sent in clear. Tells how a postal code is written.
        public var country: String?
        /// SHA-256 of the normalised id.
        public var idSHA256: String?
        /// SHA-256 of the normalised e-mail address.
        public var emailSHA256: String?
        /// SHA-256 of the phone number in the form `+441632960961`.
        public var phoneSHA256: String?
        /// SHA-256 of the normalised first name.
        public var firstNameSHA256: String?
        /// SHA-256 of the normalised last name.
        public var lastNameSHA256: String?
        /// SHA-256 of the normalised postal code.
        public var zipSHA256: String?

        /// Makes a user of what is known in clear; set the digests one by one.
        public init(
            id: String? = nil, email: String? = nil, phone: String? = nil, firstName: String? = nil,
            lastName: String? = nil, zip: String? = nil, city: String? = nil, state: String? = nil,
            country: String? = nil
        ) {
            self.id = id
            self.email = email
            self.phone = phone
            self.firstName = firstName
            self.lastName = lastName
            self.zip = zip
            self.city = city
            self.state = state
            self.country = country
        }
    }
}

extension ConversionEvent.User: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The names of the fields that are set, without their values.
    public var description: String { "user(" + fields.map(\.name).joined(separator: ", ") + ")" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Has no children, so that `dump` shows the description alone.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
