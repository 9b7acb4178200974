/// Splits what a lane takes among the classes: 3/4 live, 3/16 retry, 1/16 bulk; what one class leaves goes to the
/// others.
///
/// A smooth weighted round-robin, so that the shares also hold over many small portions: with portions of one, every
/// sixteenth is bulk, as long as all classes have something.
package struct ClassShares: Sendable, Hashable {
    /// The sixteenths of each class, in the order of the raw values.
    private static let weights = [12, 3, 1]

    /// What each class has to its credit from earlier portions.
    private var credits = [0, 0, 0]

    /// Starts without credits.
    package init() {}

    /// Splits a portion.
    ///
    /// - Parameter available: what there is to take of a class.
    /// - Returns: how many to take of each class, by its raw value; together `limit`, or all there is.
    package mutating func split(limit: Int, available: (DeliveryClass) -> Int) -> [DeliveryClass: Int] {
        var rest = DeliveryClass.allCases.map { max(0, available($0)) }
        var taken = [0, 0, 0]
        for _ in 0..<min(max(0, limit), rest.reduce(0, +)) {
            let index = next(among: rest)
            rest[index] -= 1
            taken[index] += 1
        }
        return Dictionary(uniqueKeysWithValues: DeliveryClass.allCases.map { ($0, taken[$0.rawValue]) })
    }

    /// The class whose turn it is among those that have something left.
    private mutating func next(among rest: [Int]) -> Int {
        var best = -1
        var total = 0
        for index in rest.indices where rest[index] > 0 {
            credits[index] += Self.weights[index]
            total += Self.weights[index]
            if best < 0 || credits[index] > credits[best] { best = index }
        }
        credits[best] -= total
        return best
    }
}
