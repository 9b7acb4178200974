/// What a line is held against: the bound that the project sets itself.
enum Bound: Codable {
    /// The value itself is at least so much.
    case atLeast(Double)
    /// The value itself is less than so much.
    case below(Double)
    /// The value is at least this part of the line's limit.
    case ofLimit(Double)
    /// The value is at most so many times the line's limit.
    case atMostOfLimit(Double)
    /// The value is at least so many times the line's limit, or reaches the figure, whichever is less.
    case timesLimit(Double, orAtLeast: Double)

    /// The bound in words.
    var text: String {
        switch self {
        case .atLeast(let figure): "at least \(Figure.text(figure))"
        case .below(let figure): "below \(Figure.text(figure))"
        case .ofLimit(let ratio): "ratio at least \(Figure.text(ratio))"
        case .atMostOfLimit(let ratio): "ratio at most \(Figure.text(ratio))"
        case .timesLimit(let ratio, let figure):
            "ratio at least \(Figure.text(ratio)) or at least \(Figure.text(figure))"
        }
    }

    /// Whether a value beside its limit keeps it.
    func isMet(by value: Double, limit: Double?) -> Bool {
        switch self {
        case .atLeast(let figure): return value >= figure
        case .below(let figure): return value < figure
        case .ofLimit(let ratio): return value >= ratio * (limit ?? .infinity)
        case .atMostOfLimit(let ratio): return value <= ratio * (limit ?? 0)
        case .timesLimit(let ratio, let figure): return value >= min(ratio * (limit ?? .infinity), figure)
        }
    }
}
