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

    @inline(__always)
    private func withNumber<Result>(_ body: (JSONNumber) -> Result?) -> Result? {
        let node = tapeNode
        guard node.kind == .number else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            JSONNumber(UnsafeBufferPointer(rebasing: bytes[node.range])).flatMap(body)
        }
    }
}
