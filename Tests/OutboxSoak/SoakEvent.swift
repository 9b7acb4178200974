import OutboxCore

/// One purchase of a client.
struct SoakEvent {
    /// Its `event_id`.
    let id: String
    /// Its value, in cents.
    let cents: Int
    /// How many items it counts.
    let items: Int
    /// The JSON object, on one line.
    let json: String

    /// Makes the purchase of a client with this number.
    init(client: Int, index: Int, time: String, random: inout SplitMix64) {
        id = "soak-\(client)-\(index)"
        cents = Int.random(in: 100...99_999, using: &random)
        items = Int.random(in: 1...5, using: &random)
        let (whole, hundredths) = (cents / 100, cents % 100)
        json =
            #"{"event_name":"purchase","event_id":"\#(id)","event_time":"\#(time)","user":{"id":"\#(client)","#
            + #""email":"buyer-\#(index)@example.com"},"context":{"page":{"url":"https://shop.example/thanks"}},"#
            + #""properties":{"value":\#(whole).\#(hundredths < 10 ? "0" : "")\#(hundredths),"currency":"USD","#
            + #""num_items":\#(items)}}"#
    }

    /// What no server takes: an event without a name.
    static let invalid = #"{"event_id":"soak-invalid"}"#
}
