import Synchronization

/// Counts equal events of one file, so that each gets an id of its own and the same one in a repeated import.
///
/// One for each file: an event that stands in two files is the same event, in one import as in two. Holds 16 bytes or
/// so
/// for each event that came without `event_id`; nothing for the others.
package final class FileOccurrences: Sendable {
    private let counts = Mutex<[UInt64: UInt32]>([:])

    /// Starts a file with nothing seen.
    package init() {}

    /// How often a body with this digest was seen before; counts this time too.
    func next(ofDigest digest: [UInt8]) -> UInt32 {
        let key = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return counts.withLock { counts in
            let seen = counts[key, default: 0]
            counts[key] = seen &+ 1
            return seen
        }
    }
}
