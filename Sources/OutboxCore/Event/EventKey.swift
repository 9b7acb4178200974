/// What tells two events apart: 8 bytes of SHA-256(event_id), then 8 bytes of SHA-256(source, event_name).
///
/// Unique in a store. All events of one `event_id` share the first half, so that they are found by a prefix search.
package struct EventKey: Sendable, Hashable {
    /// The 16 bytes as they are stored.
    package let bytes: [UInt8]

    /// Joins the first 8 bytes of both digests.
    package init(eventIDDigest: [UInt8], sourceAndNameDigest: [UInt8]) {
        bytes = Array(eventIDDigest.prefix(8) + sourceAndNameDigest.prefix(8))
    }

    /// Joins the first 8 bytes of both digests, each as a number with its first byte highest.
    package init(eventIDDigest: UInt64, sourceAndNameDigest: UInt64) {
        bytes = withUnsafeBytes(of: (eventIDDigest.bigEndian, sourceAndNameDigest.bigEndian)) { [UInt8]($0) }
    }

    /// The half that all events of one `event_id` share.
    package var prefix: ArraySlice<UInt8> { bytes.prefix(8) }
}
