import OutboxCore
import OutboxIdentity
import Synchronization

/// Makes what tells the events of a source apart.
struct EventIdentifiers: Sendable {
    private let source: String
    /// What the digest of source and name begins with.
    private let namePrefix: [UInt8]
    private let names = LastDigest()

    init(source: String) {
        self.source = source
        namePrefix = Array(source.utf8) + [0]
    }

    /// The key that is unique in a store.
    func key(eventID: String, eventName: String) -> EventKey {
        EventKey(
            eventIDDigest: SHA256Digest(of: eventID).firstEightBytes,
            sourceAndNameDigest: names.digest(of: eventName) {
                SHA256Digest(of: namePrefix + eventName.utf8).firstEightBytes
            })
    }

    /// An id for an event that came without: of random bytes, or from a file of the event itself and of how often the
    /// file had the same one before.
    func generatedID(body: SHA256Digest, arrival: Arrival) -> String {
        switch arrival {
        case .handedOver(let random): "gen-" + SHA256Digest(of: random()).hexadecimal.prefix(32)
        case .file(let occurrences, _):
            "gen-"
                + SHA256Digest(parts: [source, body.hexadecimal, String(occurrences.next(ofDigest: body.bytes))])
                .hexadecimal.prefix(32)
        }
    }
}

/// The digest of the name that was looked up last: most events of a source have the same few names, many in a row.
private final class LastDigest: Sendable {
    private let last = Mutex<(name: String, digest: UInt64)?>(nil)

    func digest(of name: String, _ make: () -> UInt64) -> UInt64 {
        last.withLock { last in
            if let last, last.name == name { return last.digest }
            let digest = make()
            last = (name, digest)
            return digest
        }
    }
}
