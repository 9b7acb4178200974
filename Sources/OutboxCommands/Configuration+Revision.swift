import OutboxConfiguration
import OutboxIdentity

extension Configuration {
    /// How people name the file as it is now: the first 8 hexadecimal digits of its SHA-256, as `outbox diff --list`
    /// shows them.
    var revision: String { String(SHA256Digest(of: text).hexadecimal.prefix(8)) }
}
