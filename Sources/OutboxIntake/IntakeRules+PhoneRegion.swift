import OutboxIdentity

extension IntakeRules {
    /// Whether this is the upper-case ISO 3166 code of a region with telephones of its own.
    package static func knowsPhoneRegion(_ code: String) -> Bool {
        PhoneRegion(code: code)?.code == code
    }

    /// The code that somebody may have meant who wrote another text: `GB` for `gb`, `UK` and `+44`.
    package static func suggestedPhoneRegion(for text: String) -> String? {
        (PhoneRegion(code: text) ?? PhoneRegion.suggestion(for: text))?.code
    }
}
