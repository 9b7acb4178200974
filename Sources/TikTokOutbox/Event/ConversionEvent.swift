public import FoundationEssentials
public import OutboxCore

/// Something that happened: a purchase, a lead, a view of a product.
///
/// Names and parameters are those of GA4; what they become at TikTok, the worker's `outbox.yml` says. Take a builder
/// for the common ones, and add what you know about the user and where it happened:
///
/// ```swift
/// var event = ConversionEvent.purchase(
///     orderID: "ord-10421", value: "59.90", currency: "EUR",
///     items: [.init(id: "77120", name: "Mug", price: "29.95", quantity: 2)])
/// event.user = .init(id: "1042", email: customer.email, phone: customer.phone)
/// event.context = .init(pageURL: request.url, clientIP: request.ip, userAgent: request.userAgent)
/// event.consent = ["marketing": true]
/// ```
///
/// A plain value: making one checks and sends nothing. What cannot be taken, such as a currency that is none, is said
/// by `enqueue`, with its path. A description of it, also by `print`, `dump` and interpolation, shows the name and the
/// `event_id` alone, so that no identity reaches a log by accident.
///
/// ## Topics
///
/// ### Common events
/// - ``purchase(orderID:value:currency:items:eventID:)``
/// - ``lead(value:currency:eventID:)``
/// - ``viewItem(_:value:currency:eventID:)``
/// - ``addToCart(_:value:currency:eventID:)``
/// - ``beginCheckout(_:value:currency:eventID:)``
/// - ``search(_:eventID:)``
/// - ``signUp(method:eventID:)``
///
/// ### Any event
/// - ``init(_:eventID:properties:)``
/// - ``Name``
public struct ConversionEvent: Sendable, Hashable {
    /// What happened: the name that `events:` of the worker's configuration maps.
    public var name: Name
    /// The id that the browser's pixel sends with the same event; TikTok counts both once, and so does the outbox: a
    /// second event of this source with the same name and id is a duplicate. Up to 4,096 bytes.
    ///
    /// Nil is taken only from a source with `eventID: .generate`.
    public var eventID: String?
    /// Your own id of this event, if it is another than ``eventID``: a second event of this source with it is a
    /// duplicate too.
    public var producerID: String?
    /// When it happened, to the millisecond, at most 5 minutes ahead.
    ///
    /// Nil (the default) takes the moment of the call to `enqueue`, and marks the event so. Set it where events are
    /// handed over later than they happened.
    public var time: Date?
    /// Where it happened, if it must not go to a destination of another kind. Nil (the default) goes to all.
    public var eventSource: EventSource?
    /// Whether TikTok may use it only in a limited way. Nil (the default) says nothing.
    public var limitedDataUse: Bool?
    /// Who did it. Nothing of it is kept in clear.
    public var user = User()
    /// Where it happened: the page, the shopper's device, TikTok's own ids.
    public var context = Context()
    /// What the user agreed to, in your own names, such as `["marketing": true]`; judged by `consent:` of the worker's
    /// configuration right before sending. Empty (the default) is no answer, which is not consent.
    public var consent: [String: Bool] = [:]
    /// Everything else: `value`, `currency`, `transaction_id`, `items` and what you like.
    ///
    /// Builders fill it. A text that is an e-mail address or a telephone number with a plus, and such a part of a URL,
    /// is replaced by its digest, with a warning.
    ///
    /// - Warning: inside of prose (`"call ada@example.com"`) they are not found and are kept in clear.
    public var properties: [String: PropertyValue]

    /// Makes an event of any name.
    ///
    /// ```swift
    /// ConversionEvent(.contact, eventID: "c-77")
    /// ConversionEvent("quiz_done", eventID: "q-12", properties: ["score": 7])
    /// ```
    ///
    /// - Parameters:
    ///   - name: one of ``Name``'s, or your own, 1 to 100 characters.
    ///   - eventID: the id that the browser's pixel sends with the same event.
    ///   - properties: what is known of it.
    public init(_ name: Name, eventID: String?, properties: [String: PropertyValue] = [:]) {
        self.name = name
        self.eventID = eventID
        self.properties = properties
    }
}

extension ConversionEvent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name and the `event_id`, and nothing about the user.
    public var description: String { "\(name) \(eventID ?? "without event_id")" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Has no children, so that `dump` shows the description alone.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
