/// Figures as people read them.
enum Figure {
    /// Whole numbers, and everything from 100 on without a fraction, in groups of three digits; else two decimals.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        if value < 100, value != value.rounded() {
            let hundredths = Int((value * 100).rounded())
            let fraction = hundredths % 100
            return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
        }
        var digits = String(Int(value.rounded()))
        var grouped = ""
        while digits.count > 3 {
            grouped = "," + digits.suffix(3) + grouped
            digits.removeLast(3)
        }
        return digits + grouped
    }
}
