public import OutboxCore

extension ConversionEvent {
    /// An order that was paid: GA4's `purchase`.
    ///
    /// - Parameters:
    ///   - orderID: your number of the order, `transaction_id`. It is the `event_id` too unless you give another: the
    ///     pixel on the thank-you page knows it as well.
    ///   - value: what was paid, such as `"59.90"`; of what it consists (tax, shipping) is yours to say, and should be
    ///     the same as the pixel's.
    ///   - currency: its ISO 4217 code. None is ever assumed.
    ///   - items: the lines of the order.
    ///   - eventID: the id that the pixel sends with this purchase, if it is not the order's.
    public static func purchase(
        orderID: String, value: ExactDecimal, currency: String, items: [Item] = [], eventID: String? = nil
    ) -> ConversionEvent {
        order(.purchase, orderID, value, currency, items, eventID)
    }

    /// An order that was placed and is not paid yet: `place_order`.
    ///
    /// Its parameters are those of ``purchase(orderID:value:currency:items:eventID:)``. Both may be sent of one order:
    /// events of one id and different names are different.
    public static func placeOrder(
        orderID: String, value: ExactDecimal, currency: String, items: [Item] = [], eventID: String? = nil
    ) -> ConversionEvent {
        order(.placeOrder, orderID, value, currency, items, eventID)
    }

    /// A product that was looked at: GA4's `view_item`.
    ///
    /// - Parameters:
    ///   - items: the product, or several.
    ///   - value: what they are worth together, if you want to tell.
    ///   - currency: its ISO 4217 code, needed with a value or a price.
    ///   - eventID: the id that the pixel sends with the same event.
    public static func viewItem(
        _ items: [Item], value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.viewItem, items, value, currency, eventID)
    }

    /// A product that was put on a wish list: GA4's `add_to_wishlist`.
    ///
    /// Its parameters are those of ``viewItem(_:value:currency:eventID:)``.
    public static func addToWishlist(
        _ items: [Item], value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.addToWishlist, items, value, currency, eventID)
    }

    /// A product that was put into the cart: GA4's `add_to_cart`.
    ///
    /// Its parameters are those of ``viewItem(_:value:currency:eventID:)``.
    public static func addToCart(
        _ items: [Item], value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.addToCart, items, value, currency, eventID)
    }

    /// A checkout that was begun: GA4's `begin_checkout`.
    ///
    /// Its parameters are those of ``viewItem(_:value:currency:eventID:)``.
    public static func beginCheckout(
        _ items: [Item], value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.beginCheckout, items, value, currency, eventID)
    }

    /// A way to pay that was chosen: GA4's `add_payment_info`.
    ///
    /// Its parameters are those of ``viewItem(_:value:currency:eventID:)``.
    public static func addPaymentInfo(
        _ items: [Item], value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.addPaymentInfo, items, value, currency, eventID)
    }

    /// Somebody who left their address: GA4's `generate_lead`.
    ///
    /// - Parameters:
    ///   - value: what a lead is worth to you, if you want to tell.
    ///   - currency: its ISO 4217 code, needed with a value.
    ///   - eventID: the id that the pixel sends with the same event.
    public static func lead(
        value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.generateLead, [], value, currency, eventID)
    }

    /// A subscription that was begun: `subscribe`.
    ///
    /// Its parameters are those of ``lead(value:currency:eventID:)``.
    public static func subscribe(
        value: ExactDecimal? = nil, currency: String? = nil, eventID: String?
    ) -> ConversionEvent {
        goods(.subscribe, [], value, currency, eventID)
    }

    /// Something that was searched for: GA4's `search`.
    ///
    /// - Parameters:
    ///   - term: the words, as they were typed.
    ///   - eventID: the id that the pixel sends with the same event.
    public static func search(_ term: String, eventID: String?) -> ConversionEvent {
        ConversionEvent(.search, eventID: eventID, properties: ["search_term": .string(term)])
    }

    /// An account that was made: GA4's `sign_up`.
    ///
    /// - Parameters:
    ///   - method: how, such as `email`; kept, and mapped to nothing by default.
    ///   - eventID: the id that the pixel sends with the same event.
    public static func signUp(method: String? = nil, eventID: String?) -> ConversionEvent {
        var event = ConversionEvent(.signUp, eventID: eventID)
        event.properties.set("method", method)
        return event
    }

    private static func order(
        _ name: Name, _ orderID: String, _ value: ExactDecimal, _ currency: String, _ items: [Item], _ eventID: String?
    ) -> ConversionEvent {
        var event = goods(name, items, value, currency, eventID ?? orderID)
        event.properties["transaction_id"] = .string(orderID)
        return event
    }

    private static func goods(
        _ name: Name, _ items: [Item], _ value: ExactDecimal?, _ currency: String?, _ eventID: String?
    ) -> ConversionEvent {
        var event = ConversionEvent(name, eventID: eventID)
        event.properties.set("value", value)
        event.properties.set("currency", currency)
        if !items.isEmpty { event.properties["items"] = .array(items.map(\.value)) }
        return event
    }
}
