/// One pass over a document's bytes that checks them and lays out the tape of nodes.
///
/// Does not recur: the open containers form a list through their nodes, so depth costs no stack.
struct JSONParser {
    /// Subscripts are checked in debug builds only; every access here stands behind a comparison with `count`.
    let bytes: UnsafeBufferPointer<UInt8>
    private let depthLimit: Int
    private let mayRepeatKeys: Bool
    var position = 0
    var nodes: JSONTape
    /// The innermost open container, -1 at the root.
    private var open = -1
    /// Members or elements of it so far.
    private var count = 0
    private var depth = 0

    private init(bytes: UnsafeBufferPointer<UInt8>, nodes: JSONTape, limits: JSONLimits) {
        self.bytes = bytes
        self.nodes = nodes
        depthLimit = limits.depth
        mayRepeatKeys = limits.mayRepeatKeys
    }

    static func parse(_ bytes: [UInt8], limits: JSONLimits) throws(JSONFault) -> ContiguousArray<JSONNode> {
        guard bytes.count <= JSONLimits.maximumBytes else {
            throw JSONFault(.tooLong(limit: JSONLimits.maximumBytes), at: JSONLimits.maximumBytes)
        }
        // What is not touched of the memory costs next to nothing.
        let capacity = JSONTape.maximumCount(ofBytes: bytes.count, depth: limits.depth)
        let result = withUnsafeTemporaryAllocation(of: JSONNode.self, capacity: capacity) { memory in
            bytes.withUnsafeBufferPointer { bytes -> Result<ContiguousArray<JSONNode>, JSONFault> in
                var parser = JSONParser(bytes: bytes, nodes: JSONTape(memory), limits: limits)
                do throws(JSONFault) { try parser.document() } catch { return .failure(error) }
                return .success(ContiguousArray(memory[..<parser.nodes.count]))
            }
        }
        return try result.get()
    }

    @inline(__always)
    private mutating func document() throws(JSONFault) {
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) || bytes.starts(with: [0xfe, 0xff])
            || bytes.starts(with: [0xff, 0xfe])
        {
            throw JSONFault(.byteOrderMark, at: 0)
        }
        skipWhiteSpace()
        if position == bytes.count { throw JSONFault(.empty, at: position) }
        repeat {
            while try !value() {}
        } while try moveToNextValue()
        skipWhiteSpace()
        if position < bytes.count { throw unexpected(.endOfDocument) }
    }

    /// Reads a scalar or an empty container whole, or opens a container and stops at its first value.
    ///
    /// - Returns: Whether the value is complete.
    @inline(__always)
    private mutating func value() throws(JSONFault) -> Bool {
        skipWhiteSpace()
        guard position < bytes.count else { throw noValue() }
        switch bytes[position] {
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "{"): return try openObject()
        case UInt8(ascii: "["): return try openArray()
        case UInt8(ascii: "t"): try word("true", .bool)
        case UInt8(ascii: "f"): try word("false", .bool)
        case UInt8(ascii: "n"): try word("null", .null)
        case let byte where JSONError.Found(byte) == .letter: throw JSONFault(.unknownWord, at: position)
        default: throw noValue()
        }
        return true
    }

    private func noValue() -> JSONFault {
        let mayEnd = open >= 0 && count == 0 && !nodes[open].isObject
        return unexpected(mayEnd ? .valueOrClosingBracket : .value)
    }
}

// MARK: - Containers

extension JSONParser {
    @inline(__always)
    private mutating func openObject() throws(JSONFault) -> Bool {
        try open(.object)
        skipWhiteSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "}") {
            close()
            return true
        }
        try key(expected: .keyOrClosingBrace)
        return false
    }

    @inline(__always)
    private mutating func openArray() throws(JSONFault) -> Bool {
        try open(.array)
        skipWhiteSpace()
        if position < bytes.count, bytes[position] == UInt8(ascii: "]") {
            close()
            return true
        }
        return false
    }

    @inline(__always)
    private mutating func open(_ kind: JSONValue.Kind) throws(JSONFault) {
        guard depth < depthLimit else { throw JSONFault(.tooDeep(limit: depthLimit), at: position) }
        depth += 1
        if open >= 0 { nodes[open].count = count }
        nodes.append(JSONNode(kind, start: position, end: position, next: open))
        open = nodes.count - 1
        count = 0
        position += 1
    }

    /// Ends the innermost container at its closing character.
    @inline(__always)
    private mutating func close() {
        position += 1
        depth -= 1
        let enclosing = Int(Int32(truncatingIfNeeded: nodes[open].next))
        nodes[open].end = UInt32(truncatingIfNeeded: position)
        nodes[open].next = UInt32(truncatingIfNeeded: nodes.count)
        nodes[open].count = count
        open = enclosing
        count = open >= 0 ? nodes[open].count : 0
    }

    /// Goes from the end of a value to the start of the next one, closing what ends between them.
    ///
    /// - Returns: `false` when the document's own value has ended.
    @inline(__always)
    private mutating func moveToNextValue() throws(JSONFault) -> Bool {
        while open >= 0 {
            count += 1
            let isObject = nodes[open].isObject
            skipWhiteSpace()
            guard position < bytes.count else {
                throw unexpected(isObject ? .commaOrClosingBrace : .commaOrClosingBracket)
            }
            switch bytes[position] {
            case UInt8(ascii: ","):
                position += 1
                if isObject { try key(expected: .key) }
                return true
            case UInt8(ascii: "}") where isObject:
                if !mayRepeatKeys { try refuseDuplicateKeys(of: open, count: count) }
                close()
            case UInt8(ascii: "]") where !isObject:
                close()
            default:
                throw unexpected(isObject ? .commaOrClosingBrace : .commaOrClosingBracket)
            }
        }
        return false
    }

    @inline(__always)
    private mutating func key(expected: JSONError.Expected) throws(JSONFault) {
        skipWhiteSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw unexpected(expected) }
        try string()
        skipWhiteSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { throw unexpected(.colon) }
        position += 1
    }
}

// MARK: - Small things

extension JSONParser {
    @inline(__always)
    mutating func skipWhiteSpace() {
        while position < bytes.count, bytes[position] <= 0x20 {
            switch bytes[position] {
            case 0x20, 0x0a, 0x0d, 0x09: position += 1
            default: return
            }
        }
    }

    private mutating func word(_ text: StaticString, _ kind: JSONValue.Kind) throws(JSONFault) {
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count else { throw JSONFault(.unknownWord, at: position) }
        for offset in 0..<text.utf8CodeUnitCount where bytes[position + offset] != text.utf8Start[offset] {
            throw JSONFault(.unknownWord, at: position)
        }
        nodes.append(JSONNode(kind, start: position, end: end, next: nodes.count + 1))
        position = end
    }

    /// The fault of what stands at the position.
    func unexpected(_ expected: JSONError.Expected) -> JSONFault {
        let found: JSONError.Found = position < bytes.count ? .init(bytes[position]) : .end
        return JSONFault(.unexpected(found, expected: expected), at: position)
    }
}
