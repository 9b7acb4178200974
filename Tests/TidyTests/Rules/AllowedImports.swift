/// What each module may import: the table of the design's section on rooms and arrows, as data.
///
/// A product brings the modules that its interface speaks of, since every file must name the module of each member it
/// uses. Nothing here allows the whole of `Foundation` but the benchmarks, which measure themselves against it.
enum AllowedImports {
    static let table: [String: Set<String>] = [
        "OutboxCore": core,
        "OutboxIdentity": aboveCore(["OutboxCore", "Crypto"]),
        // The configuration, the shipped tables and the dialects are all written in YAML.
        "OutboxYAML": aboveCore(["OutboxCore", "Yams"]),
        "OutboxMapping": aboveCore(["OutboxCore", "OutboxYAML"]),
        "OutboxIntake": aboveCore(["OutboxCore", "OutboxIdentity", "OutboxMapping", "OutboxYAML"]),
        "OutboxRouting": aboveCore(["OutboxCore", "OutboxIdentity", "OutboxMapping", "OutboxYAML"]),
        "OutboxTikTok": aboveCore(["OutboxCore"], asyncHTTPClient),
        "OutboxDispatch": aboveCore(["Dispatch"]),
        "OutboxWorker": aboveCore(["OutboxCore", "OutboxRouting", "OutboxDispatch"], serviceLifecycle, metrics),
        "OutboxSQLiteMigrations": core,
        // Crypto: the store looks a producer's id up by the key it would have as an `event_id`. Identity: it judges
        // withdrawn consent at every opening, also of events whose identities are kept in clear.
        "OutboxSQLite": aboveCore(
            [
                "OutboxCore", "OutboxDispatch", "OutboxIdentity", "OutboxSQLiteMigrations", "Crypto", "GRDB",
                "GRDBSQLite", "CZlib", "DequeModule",
            ], metrics),
        "OutboxConfiguration": aboveCore(
            ["OutboxCore", "OutboxIntake", "OutboxMapping", "OutboxRouting", "OutboxYAML"]),
        // GRDB: events are enqueued in the caller's own transaction, on the caller's own connection.
        "TikTokOutbox": aboveCore(["OutboxCore", "OutboxIntake", "OutboxSQLite", "GRDB"]),
        // Identity: digests of keys and addresses. CZlib: bodies come packed with gzip.
        "OutboxServer": aboveCore(
            ["OutboxCore", "OutboxIdentity", "OutboxIntake", "OutboxRouting", "CZlib"], nio, serviceLifecycle, metrics),
        "OutboxInspector": aboveCore(["OutboxCore", "OutboxRouting"], nio, serviceLifecycle),
        "OutboxSandbox": aboveCore(["OutboxCore"], nio),
        "OutboxCommands": aboveCore(parts, ["ArgumentParser", "TikTokOutbox"], serviceLifecycle, metrics),
        "OutboxTool": ["OutboxCommands", "CMalloc", "Glibc", "Musl"],
        // Runs at the build, inside of the package manager.
        "BuildCommitPlugin": ["Foundation", "PackagePlugin"],
        // NIO: the receiver that only counts.
        "OutboxBenchmark": aboveCore(
            parts, nio, serviceLifecycle,
            ["OutboxSQLiteMigrations", "ArgumentParser", "GRDB", "GRDBSQLite", "CZlib", "Foundation"]),
    ]

    private static let core: Set = ["Swift", "Synchronization", "FoundationEssentials"]
    private static let nio: Set = ["NIOCore", "NIOHTTP1", "NIOPosix"]
    private static let asyncHTTPClient = nio.union(["AsyncHTTPClient", "NIOSSL"])
    private static let metrics: Set = ["Metrics", "CoreMetrics"]
    private static let serviceLifecycle: Set = ["ServiceLifecycle", "UnixSignals"]

    /// The parts that are put together in the commands, and only there.
    private static let parts: Set = [
        "OutboxCore", "OutboxIdentity", "OutboxMapping", "OutboxIntake", "OutboxRouting", "OutboxTikTok",
        "OutboxDispatch", "OutboxWorker", "OutboxSQLite", "OutboxConfiguration", "OutboxServer", "OutboxInspector",
        "OutboxSandbox", "OutboxYAML",
    ]

    /// Above the core, every module may also log and call the C library.
    private static func aboveCore(_ groups: Set<String>...) -> Set<String> {
        groups.reduce(core.union(["Logging", "Glibc", "Musl"])) { $0.union($1) }
    }
}
