import OutboxCore
import OutboxIdentity

extension EventIdentifier {
    /// How a word on the command line names an event: `#` and its number, else its event_id or the producer's id.
    init(argument text: String) {
        if text.hasPrefix("#"), let number = Int64(text.dropFirst()) {
            self = .number(EventNumber(number))
        } else {
            self = .text(text, digestPrefix: Array(SHA256Digest(of: text).bytes.prefix(8)))
        }
    }
}
