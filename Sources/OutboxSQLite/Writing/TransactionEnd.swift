/// How the transactions of a store end.
package enum TransactionEnd: Sendable {
    /// They are on disk when the caller has its answer.
    case commit
    /// Everything is written, and taken back in place of the commit: what the same calls cost without it. The answers
    /// say nothing of what is on disk. For measurements alone.
    case rollBack
}
