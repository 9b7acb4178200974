package import OutboxCore
import OutboxYAML

/// Which members events can have, as far as that is known: a path that leads elsewhere can never find a value.
package struct EventShape: Sendable {
    /// One member of an event, or of an object in it.
    package struct Member: Sendable {
        /// The members in it that are known.
        package var members: [String: Member] = [:]
        /// Whether it has no others.
        package var isClosed = false
        /// Whether it is a text, a number, true or false, with nothing in it.
        package var isScalar = false

        /// A member of which nothing is known.
        package init() {}
    }

    /// Why a path leads nowhere.
    package struct Finding: Sendable, Hashable {
        /// What is wrong.
        package let problem: String
        /// The path that was probably meant.
        package let suggestion: String?
    }

    /// The event itself.
    package var root: Member
    /// Where events have what other products have at a path: `user.id` for `userId`.
    package var synonym: @Sendable (_ path: JSONPath) -> JSONPath?

    /// Makes a shape of the event and its members; `synonym` is asked for suggestions alone.
    package init(root: Member, synonym: @escaping @Sendable (_ path: JSONPath) -> JSONPath? = { _ in nil }) {
        self.root = root
        self.synonym = synonym
    }

    /// Why no event can have a value at a path; nil where one can.
    ///
    /// - Parameter depth: How many steps of the path are looked at.
    package func problem(with path: JSONPath, depth: Int = .max) -> Finding? {
        guard let stop = stop(of: path), stop.depth < depth, !isPossible(path, stop) else { return nil }
        let prefix = JSONPath(Array(path.components.prefix(stop.depth)))
        guard case .key(let key) = path.components[stop.depth] else {
            return Finding(problem: "\(prefix) is no list", suggestion: nil)
        }
        if stop.member.isScalar {
            return Finding(problem: "\(prefix) has no members", suggestion: prefix.description)
        }
        return Finding(
            problem: stop.depth == 0
                ? "no event has a member \(Quoting.quoted(key))"
                : "no event has \(Quoting.bare(prefix.appending(key).description))",
            suggestion: suggestion(for: path, stop)?.description)
    }

    /// What was probably meant by a path into an object that may have any members, but is known for others.
    package func doubt(about path: JSONPath) -> JSONPath? {
        guard let stop = stop(of: path), !stop.member.isClosed, !stop.member.isScalar else { return nil }
        return nearest(to: path, stop)
    }

    /// Where a path leaves what is known.
    private struct Stop {
        let depth: Int
        /// What it is in there.
        let member: Member
    }

    private func stop(of path: JSONPath) -> Stop? {
        var member = root
        for (depth, component) in path.components.enumerated() {
            guard case .key(let key) = component, let next = member.members[key] else {
                return Stop(depth: depth, member: member)
            }
            member = next
        }
        return nil
    }

    private func suggestion(for path: JSONPath, _ stop: Stop) -> JSONPath? {
        for length in stride(from: path.components.count, to: stop.depth, by: -1) {
            guard let other = synonym(JSONPath(Array(path.components.prefix(length)))) else { continue }
            return possible(other, followedBy: path.components.dropFirst(length))
        }
        return nearest(to: path, stop)
    }

    private func nearest(to path: JSONPath, _ stop: Stop) -> JSONPath? {
        guard case .key(let key) = path.components[stop.depth],
            let near = Suggestion.nearest(to: key, among: stop.member.members.keys.sorted())
        else { return nil }
        return possible(
            JSONPath(Array(path.components.prefix(stop.depth))).appending(near),
            followedBy: path.components.dropFirst(stop.depth + 1))
    }

    /// A path with more steps where that is possible, else without them.
    private func possible(_ path: JSONPath, followedBy rest: some Sequence<JSONPath.Component>) -> JSONPath {
        let whole = path.appending(JSONPath(Array(rest)))
        return stop(of: whole).map { isPossible(whole, $0) } ?? true ? whole : path
    }

    /// Whether there can be more behind the place where a path leaves what is known; a list of identities may stand
    /// for one.
    private func isPossible(_ path: JSONPath, _ stop: Stop) -> Bool {
        if case .index = path.components[stop.depth] { return !stop.member.isClosed }
        return !stop.member.isClosed && !stop.member.isScalar
    }
}
