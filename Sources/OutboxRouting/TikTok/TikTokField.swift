package import OutboxCore
package import OutboxIdentity

/// One field of a TikTok event: where it stands, what it takes and for which event sources it is listed.
package struct TikTokField: Sendable, Hashable {
    /// What a field takes, and so how a value is finished for it.
    package enum Kind: Sendable, Hashable {
        /// A text; a number becomes one.
        case text
        /// A number, digit for digit; a text that is one becomes one.
        case number
        /// A whole number.
        case integer
        /// `true` or `false`.
        case bool
        /// An identity: normalised and hashed unless it is a digest; whether several may go as an array.
        case identity(IdentityField, isList: Bool)
        /// A public internet address.
        case address
        /// One of TikTok's currencies, in capitals.
        case currency
        /// The amount that goes with the currency, and stays with it.
        case amount
        /// A name of a place, without white space and punctuation.
        case place
        /// A country's two letters.
        case country
        /// An advertising identifier of Apple.
        case idfa
        /// An advertising identifier of Google.
        case gaid
        /// One of Apple's answers to whether somebody may be tracked, in capitals.
        case trackingStatus
        /// Texts; one alone becomes a list of one.
        case texts
        /// Two numbers: from and to.
        case range
        /// The items of an order.
        case contents
        /// Anything below `properties` that TikTok does not list: goes as it is.
        case unlisted
    }

    /// The field's path in a TikTok event, such as `user.email`.
    package let path: String
    /// What it takes.
    package let kind: Kind
    /// The event sources that TikTok lists it for.
    package let eventSources: Set<EventSource>
    /// Whether an event without it is no legal event.
    package let isRequired: Bool
    /// Whether the object that it is a member of does not go without it.
    package let isNeededByItsObject: Bool
    /// What is noted with an event that goes without it; nil for most.
    package let missingNote: String?

    /// Makes a field.
    init(
        _ path: String, _ kind: Kind, _ eventSources: Set<EventSource>, isRequired: Bool = false,
        isNeededByItsObject: Bool = false, missingNote: String? = nil
    ) {
        self.path = path
        self.kind = kind
        self.eventSources = eventSources
        self.isRequired = isRequired
        self.isNeededByItsObject = isNeededByItsObject
        self.missingNote = missingNote
    }

    /// Whether it carries an identity, hashed.
    package var isIdentity: Bool {
        if case .identity = kind { true } else { false }
    }
}
