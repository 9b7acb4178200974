import Crypto
import OutboxCore

/// The first half of an `EventKey`, by which all events of one `event_id` are found.
enum KeyPrefix {
    /// The first 8 bytes of SHA-256 of an `event_id`, where the store was not given a key that holds them.
    static func of(eventID: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(eventID.utf8)).prefix(8))
    }

    /// The lowest and the highest key that begins with the prefix.
    static func range(of prefix: some Collection<UInt8>) -> (lowerBound: [UInt8], upperBound: [UInt8]) {
        let rest = max(0, 16 - prefix.count)
        return (Array(prefix) + repeatElement(.min, count: rest), Array(prefix) + repeatElement(.max, count: rest))
    }
}
