/// Which of TikTok's two sets of event names a destination speaks; must equal the browser pixel's.
package enum EventNames: String, Sendable, CaseIterable, Hashable {
    /// `CompletePayment`, `SubmitForm`: the names until May 2025, still taken.
    case classic
    /// `Purchase`, `Lead`: the names since May 2025.
    case current
}
