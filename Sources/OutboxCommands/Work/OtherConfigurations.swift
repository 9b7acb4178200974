import OutboxCore

/// The configurations by which other processes on the same database began to work while this one runs.
struct OtherConfigurations {
    /// One of them.
    struct Found: Sendable, Equatable {
        let revision: String
        /// The process that works by it.
        let owner: String

        /// Whether that process goes on until it is stopped; a `drain` soon ends.
        var isOfServe: Bool { owner.hasSuffix(" outbox serve") }
    }

    private struct Seen: Hashable {
        let configuration: ConfigurationID
        let isOfServe: Bool
    }

    /// Whether it is time to look.
    enum Turn: Equatable {
        case now
        /// It is too early: ask again after this time.
        case after(Duration)
        /// It is too early, and somebody asks again already.
        case awaited
    }

    /// How often is looked at most: under load there is a change with every commit.
    private static let interval: Duration = .milliseconds(100)
    /// How many are looked at, the newest first.
    private static let limit = 10

    private var lookedAt: ContinuousClock.Instant?
    private var isAwaited = false
    private var seen: Set<Seen> = []

    /// Whether to look at a change.
    mutating func turn(at now: ContinuousClock.Instant) -> Turn {
        if let lookedAt, now - lookedAt < Self.interval {
            if isAwaited { return .awaited }
            isAwaited = true
            return .after(Self.interval - (now - lookedAt))
        }
        (lookedAt, isAwaited) = (now, false)
        return .now
    }

    /// What was put in force by others since a time; each once.
    ///
    /// - Parameters:
    ///   - own: the configuration of this process.
    ///   - owner: the name of this process.
    ///   - start: since when this process works by it, or before.
    mutating func find(
        in archive: any OutboxArchive, besides own: ConfigurationID, of owner: String, since start: Timestamp
    ) async -> [Found] {
        guard let stored = try? await archive.configurations(limit: Self.limit) else { return [] }
        return stored.compactMap { stored in
            guard stored.id != own, let time = stored.inForceAt, time >= start, let other = stored.inForceBy,
                other != owner
            else { return nil }
            let found = Found(revision: stored.revision, owner: other)
            let isNew = seen.insert(Seen(configuration: stored.id, isOfServe: found.isOfServe)).inserted
            return isNew ? found : nil
        }
    }
}
