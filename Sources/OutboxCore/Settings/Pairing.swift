/// Whether a destination's events have a twin that the browser pixel sends under the same `event_id`.
package enum Pairing: String, Sendable, CaseIterable, Hashable {
    /// The pixel sends it too.
    case pixel
    /// Only the server sends it.
    case serverOnly = "server_only"
}
