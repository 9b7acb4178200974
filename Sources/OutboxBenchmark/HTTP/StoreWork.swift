import ArgumentParser

/// How much of the store's work is done for a measurement of the endpoint.
enum StoreWork: String, ExpressibleByArgument, CaseIterable {
    /// All of it.
    case committed
    /// All but the commit: the same transaction of the same group, with all rows written into it, is rolled back where
    /// it would be committed. So the log is not written, nothing is synced, and nothing is to be checkpointed.
    ///
    /// The tables stay empty by that, while those of the commits grow: the figure is a little higher than it would be
    /// beside as many rows, and a part of it is the harder to reach.
    case rolledBack = "rolled-back"
    /// None: no transaction, no row.
    case nothing
}
