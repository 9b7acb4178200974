extension JSONValue {
    /// `true` or `false`; `nil` for anything else.
    package var bool: Bool? {
        let node = tapeNode
        guard node.kind == .bool else { return nil }
        return storage.bytes[Int(node.start)] == UInt8(ascii: "t")
    }

    /// A number's value where it is an integer of 64 bits, however it is written (`5`, `5.0`, `5e2`); else `nil`.
    package var integer: Int64? {
        withNumber { $0.integer }
    }

    /// A number's nearest `Double`; `nil` for a number beyond all of them (`1e999`) and for anything else.
    package var double: Double? {
        withNumber { $0.double }
    }

    /// A number's exact value, as far as an ``ExactDecimal`` can hold it; `nil` for anything else.
    package var decimal: ExactDecimal? {
        withNumber { ExactDecimal($0) }
    }

    /// Whether a number is above a limit, or not below it; `nil` for anything else and for one that has no decimal.
    package func isAbove(_ limit: ExactDecimal, orEqual: Bool) -> Bool? {
        if let small = limit.smallInteger, let order = order(beside: small) {
            return orEqual ? order >= 0 : order > 0
        }
        return decimal.map { limit < $0 || orEqual && limit == $0 }
    }

    /// Whether a number as nearly all are, of up to 15 digits and without sign and exponent, is less than an integer
    /// (-1), the same (0) or more (1).
    private func order(beside integer: Int32) -> Int? {
        let node = tapeNode
        guard node.kind == .number, node.range.count <= 15 else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            var number: Int64 = 0
            // Both are moved by as many places as the number has behind its point.
            var limit = Int64(integer)
            var isFraction = false
            for byte in UnsafeBufferPointer(rebasing: bytes[node.range]) {
                if byte == UInt8(ascii: ".") {
                    isFraction = true
                } else {
                    guard byte &- 0x30 < 10 else { return nil }
                    number = number &* 10 &+ Int64(byte &- 0x30)
                    if isFraction {
                        let (product, overflow) = limit.multipliedReportingOverflow(by: 10)
                        if overflow { return nil }
                        limit = product
                    }
                }
            }
            return number < limit ? -1 : number == limit ? 0 : 1
        }
    }

    @inline(__always)
    private func withNumber<Result>(_ body: (JSONNumber) -> Result?) -> Result? {
        let node = tapeNode
        guard node.kind == .number else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            JSONNumber(UnsafeBufferPointer(rebasing: bytes[node.range])).flatMap(body)
        }
    }
}
