/// One measured line, beside its limit where it has one.
struct BenchmarkLine: Codable {
    var name: String
    var value: Double
    var unit: String
    /// The same work done bare, in the same unit, or what the name says.
    var limit: Double?
    /// What the line is held against; none where it is only told.
    var bounds: [Bound] = []

    /// How much of its limit is reached.
    var ratio: Double? { limit.map { $0 > 0 ? value / $0 : 0 } }

    /// Whether all bounds are met; nil without one.
    var isMet: Bool? { bounds.isEmpty ? nil : bounds.allSatisfy { $0.isMet(by: value, limit: limit) } }
}
