/// One measured line, beside its limit where it has one.
struct BenchmarkLine {
    var name: String
    var value: Double
    var unit: String
    /// The same work done bare, in the same unit.
    var limit: Double?
    /// What the ratio of value and limit (or the value itself, where there is no limit) is held against.
    var goal: String?

    /// How much of its limit is reached.
    var ratio: Double? { limit.map { $0 > 0 ? value / $0 : 0 } }
}
