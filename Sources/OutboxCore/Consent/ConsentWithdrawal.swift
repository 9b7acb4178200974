/// One user who does not want to be reported any more: nothing of theirs is sent, until it is taken back.
package struct ConsentWithdrawal: Sendable, Hashable {
    /// What the user is known by.
    package var user: UserDigest
    /// When the consent was withdrawn.
    package var withdrawnAt: Timestamp
    /// The login name of who wrote it down.
    package var withdrawnBy: String

    /// Makes a withdrawal.
    package init(user: UserDigest, withdrawnAt: Timestamp, withdrawnBy: String) {
        self.user = user
        self.withdrawnAt = withdrawnAt
        self.withdrawnBy = withdrawnBy
    }
}
