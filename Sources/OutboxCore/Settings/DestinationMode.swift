/// How far a destination goes.
package enum DestinationMode: String, Sendable, CaseIterable, Hashable {
    /// Everything travels under the test code; without a code nothing is sent.
    case test
    /// Events are sent and count.
    case live
    /// Events are decided and shown, never sent.
    case dryRun = "dry_run"
}
