import OutboxCore

extension MappingFunction {
    /// The functions that ask for a number; a text that is one counts.
    func applyToNumber(_ value: MappedValue) -> FunctionResult {
        guard let digits = Self.digits(of: value) else { return .refused("not a number") }
        switch self {
        case .number: return .value(.number(digits))
        case .abs: return .value(.number(digits.first == UInt8(ascii: "-") ? Array(digits.dropFirst()) : digits))
        case .integer:
            guard let decimal = Self.decimal(digits) else { return .refused("a number with too many digits") }
            let text = decimal.description
            return text.utf8.contains(UInt8(ascii: "."))
                ? .refused("not a whole number") : .value(.number(Array(text.utf8)))
        case .round(let places):
            guard let decimal = Self.decimal(digits) else { return .refused("a number with too many digits") }
            return .value(.number(Self.rounded(Array(decimal.description.utf8), places: places) ?? digits))
        default: return .refused("not a number")
        }
    }

    /// The functions over the numbers of a list; one element that is no number makes the whole unknown.
    func applyToNumbers(
        _ value: MappedValue, field: Expression?, place: MappingPath?, in evaluation: inout Evaluation
    ) -> FunctionResult {
        guard case .value(.list(let values)) = Self.each(value, field: field, place: place, in: &evaluation) else {
            return .refused("not a list")
        }
        var best: (digits: [UInt8], decimal: ExactDecimal)?
        var sum = ExactDecimal.zero
        for value in values {
            guard let digits = Self.digits(of: value) else { return .refused("an element is not a number") }
            guard let decimal = Self.decimal(digits), let next = sum.adding(decimal) else {
                return .refused("a number with too many digits")
            }
            sum = next
            let isBetter =
                if let best {
                    if case .min = self { decimal < best.decimal } else { best.decimal < decimal }
                } else {
                    true
                }
            if isBetter { best = (digits, decimal) }
        }
        guard let best else { return .absent }
        if case .sum = self { return .value(.number(Array(sum.description.utf8))) }
        return .value(.number(best.digits))
    }

    /// The digits of a number, or of a text that is one with white space around it.
    static func digits(of value: MappedValue) -> [UInt8]? {
        if let digits = value.numberDigits { return digits }
        guard let text = value.text else { return nil }
        return NumberText.digits(of: trimmed(text))
    }

    private static func decimal(_ digits: [UInt8]) -> ExactDecimal? {
        ExactDecimal(String(decoding: digits, as: UTF8.self))
    }

    /// Half away from zero; nil if there is nothing to round.
    ///
    /// - Parameter digits: A number without an exponent.
    static func rounded(_ digits: [UInt8], places: Int) -> [UInt8]? {
        guard let point = digits.firstIndex(of: UInt8(ascii: ".")), digits.count - point - 1 > places else {
            return nil
        }
        let zero = UInt8(ascii: "0")
        var kept = Array(digits[..<(point + 1 + places)])
        if digits[point + 1 + places] >= UInt8(ascii: "5") {
            var index = kept.count - 1
            while index >= 0, kept[index] == UInt8(ascii: "9") || kept[index] == UInt8(ascii: ".") {
                if kept[index] != UInt8(ascii: ".") { kept[index] = zero }
                index -= 1
            }
            if index >= 0, kept[index] != UInt8(ascii: "-") {
                kept[index] += 1
            } else {
                kept.insert(UInt8(ascii: "1"), at: index + 1)
            }
        }
        if kept.last == UInt8(ascii: ".") { kept.removeLast() }
        let isZero = kept.allSatisfy { $0 == zero || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
        return isZero && kept.first == UInt8(ascii: "-") ? Array(kept.dropFirst()) : kept
    }
}
