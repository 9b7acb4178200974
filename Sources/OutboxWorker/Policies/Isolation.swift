/// Finds the events that TikTok refuses in a batch, with few requests.
///
/// A refused request takes no event at all. Where the answer names the position, that event is out and the others are
/// sent again as they are; after three such answers for one batch it is cut in half as well, because sending again
/// after each position would be quadratic. Where it names none, the batch is halved until the culprit is alone.
package enum Isolation {
    /// Answers with a position for one batch after which it is halved.
    package static let refusalsUntilHalved = 3

    /// Events of a batch that are sent again together.
    package struct Group: Sendable, Hashable {
        /// Their positions in the batch that was answered, in order.
        package var positions: [Int]
        /// Answers with a position that this batch had so far.
        package var refusals: Int

        /// Makes a group.
        package init(positions: [Int], refusals: Int) {
            self.positions = positions
            self.refusals = refusals
        }
    }

    /// What becomes of a batch that was refused.
    package struct Result: Sendable, Hashable {
        /// The position of the event that TikTok refuses, where that is clear.
        package var culprit: Int?
        /// What is sent again, in this order; together with the culprit it is the whole batch.
        package var groups: [Group]

        /// Makes a result.
        package init(culprit: Int?, groups: [Group]) {
            self.culprit = culprit
            self.groups = groups
        }
    }

    /// Takes the culprit out where it is known, else halves.
    ///
    /// - Parameters:
    ///   - count: events in the batch, at least 1.
    ///   - index: the position that the answer names; ignored where there is no such position.
    ///   - refusals: answers with a position that this batch had before.
    package static func afterRefusal(of count: Int, index: Int?, refusals: Int) -> Result {
        guard count > 1 else { return Result(culprit: 0, groups: []) }
        guard let index, (0..<count).contains(index) else {
            return Result(culprit: nil, groups: halves(Array(0..<count)))
        }
        let others = (0..<count).filter { $0 != index }
        guard refusals + 1 >= refusalsUntilHalved, others.count > 1 else {
            return Result(culprit: index, groups: [Group(positions: others, refusals: refusals + 1)])
        }
        return Result(culprit: index, groups: halves(others))
    }

    /// Halves a batch that is too large; a single event that is too large is the culprit.
    package static func afterTooBig(count: Int) -> Result {
        guard count > 1 else { return Result(culprit: 0, groups: []) }
        return Result(culprit: nil, groups: halves(Array(0..<count)))
    }

    private static func halves(_ positions: [Int]) -> [Group] {
        let middle = (positions.count + 1) / 2
        return [positions[..<middle], positions[middle...]].filter { !$0.isEmpty }
            .map { Group(positions: Array($0), refusals: 0) }
    }
}
