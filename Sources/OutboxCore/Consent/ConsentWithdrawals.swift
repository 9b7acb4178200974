/// The withdrawals in force, as far as they are shown.
package struct ConsentWithdrawals: Sendable, Hashable {
    /// How many there are.
    package var total: Int
    /// The newest of them, newest first.
    package var newest: [ConsentWithdrawal]

    /// Makes a list.
    package init(total: Int, newest: [ConsentWithdrawal]) {
        self.total = total
        self.newest = newest
    }
}
