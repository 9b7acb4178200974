import GRDB
import TikTokOutbox

/// An order of mugs.
struct Order: Sendable, Codable, FetchableRecord, PersistableRecord {
    /// The shop's number of it.
    var id: String
    /// How many mugs.
    var pieces: Int
    /// Who ordered, for the letter that goes with the mugs.
    var email: String

    /// The price of one mug.
    static let price: ExactDecimal = "9.95"

    static let databaseTableName = "customer_order"

    /// What TikTok is told of it: the event's `event_id` is the order's id.
    var event: ConversionEvent {
        let total = (0..<pieces).reduce(ExactDecimal.zero) { sum, _ in sum.adding(Self.price) ?? sum }
        var event = ConversionEvent.purchase(
            orderID: id, value: total, currency: "EUR",
            items: [.init(id: "mug", name: "Mug", price: Self.price, quantity: pieces)])
        event.user = .init(email: email)
        event.context = .init(pageURL: "https://shop.example/thanks", clientIP: "192.0.2.7", userAgent: "Mozilla/5.0")
        event.consent = ["marketing": true]
        return event
    }
}
