/// What one configuration says otherwise than another, by name.
package struct ConfigurationDifference: Sendable, Hashable {
    /// One thing that differs.
    package struct Change: Sendable, Hashable {
        /// Its name: `destinations.main.events.purchase`.
        package let path: String
        /// What was said before; nil where it is new.
        package let before: String?
        /// What is said now; nil where it is gone.
        package let after: String?
        /// The line in the new file, where there is one.
        package let line: Int?

        /// What the change does to deliveries that are on record, where that is not plain from it.
        package var consequence: String? {
            guard let before, let after, path.hasSuffix(".event_source_id") else { return nil }
            return "what may have arrived at \(before) does not go to \(after) by itself: it is held as "
                + "may_count_twice, and a replay of it needs --even-if-counted-twice"
        }
    }

    /// The changes, in the order of the new file; what is gone comes last.
    package let changes: [Change]

    /// Compares what is said, not how it is written: order of keys, comments and quotes do not count, nor does a
    /// default that is written out.
    package init(from old: Configuration, to new: Configuration) {
        let before = Dictionary(grouping: ConfigurationOutline(old).facts, by: \.path)
        let facts = ConfigurationOutline(new).facts
        let after = Dictionary(grouping: facts, by: \.path)
        var changes: [Change] = []
        var known: Set<String> = []
        for path in facts.map(\.path) where known.insert(path).inserted {
            changes += Self.changes(path, before[path] ?? [], after[path] ?? [])
        }
        for path in ConfigurationOutline(old).facts.map(\.path) where known.insert(path).inserted {
            changes += Self.changes(path, before[path] ?? [], [])
        }
        self.changes = changes
    }

    /// The changes of one name, which may stand for several things (filters, keys).
    private static func changes(
        _ path: String, _ before: [ConfigurationOutline.Fact], _ after: [ConfigurationOutline.Fact]
    ) -> [Change] {
        if before.count == 1, after.count == 1 {
            guard before[0].value != after[0].value else { return [] }
            return [Change(path: path, before: before[0].value, after: after[0].value, line: after[0].line)]
        }
        var gone = before
        var new: [ConfigurationOutline.Fact] = []
        for fact in after {
            if let index = gone.firstIndex(where: { $0.value == fact.value }) {
                gone.remove(at: index)
            } else {
                new.append(fact)
            }
        }
        return new.map { Change(path: path, before: nil, after: $0.value, line: $0.line) }
            + gone.map { Change(path: path, before: $0.value, after: nil, line: nil) }
    }
}
