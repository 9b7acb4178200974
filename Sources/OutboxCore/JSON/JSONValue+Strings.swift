extension JSONValue {
    /// A string's text, decoded; `nil` for anything else.
    package var string: String? {
        let node = tapeNode
        guard node.kind == .string else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[node.contents])
            guard node.hasEscapes else { return String(decoding: text, as: UTF8.self) }
            return String(unsafeUninitializedCapacity: text.count) { JSONText.decode(text, into: $0) }
        }
    }

    /// A string's bytes between its quotation marks, where they are the text itself because no escape is among them;
    /// `nil` for a string with escapes and for anything else.
    @inlinable
    package var plainBytes: ArraySlice<UInt8>? {
        let node = tapeNode
        guard node.kind == .string, !node.hasEscapes else { return nil }
        return storage.bytes[node.contents]
    }

    /// What a function makes of a string's bytes, where they are the text itself because no escape is among them; `nil`
    /// for a string with escapes and for anything else. Makes no copy.
    @inlinable @inline(__always)
    package func withPlainBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result?) -> Result? {
        let node = tapeNode
        guard node.kind == .string, !node.hasEscapes else { return nil }
        return storage.bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[node.contents])) }
    }

    /// A string's text in UTF-8, decoded; `nil` for anything else.
    package var stringBytes: ArraySlice<UInt8>? {
        let node = tapeNode
        guard node.kind == .string else { return nil }
        guard node.hasEscapes else { return storage.bytes[node.contents] }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            JSONText.decoded(UnsafeBufferPointer(rebasing: bytes[node.contents]))[...]
        }
    }

    /// Whether a string's text in UTF-8, decoded, passes a test; `nil` for anything else. Makes no copy of a string
    /// without escapes.
    package func stringPasses(_ body: (UnsafeBufferPointer<UInt8>) -> Bool) -> Bool? {
        let node = tapeNode
        guard node.kind == .string else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            let contents = UnsafeBufferPointer(rebasing: bytes[node.contents])
            return node.hasEscapes ? JSONText.decoded(contents).withUnsafeBufferPointer(body) : body(contents)
        }
    }

    /// Whether the value is this string, byte by byte and without Unicode normalisation; makes no copy.
    package func isString(_ text: String) -> Bool {
        if let same = text.utf8.withContiguousStorageIfAvailable({ isString($0) }) { return same }
        return Array(text.utf8).withUnsafeBufferPointer { isString($0) }
    }

    private func isString(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        storage.bytes.withUnsafeBufferPointer { tapeNode.isString(text, in: $0) }
    }
}

extension JSONNode {
    /// Whether the node is a string with this text, decoded.
    @inline(__always)
    func isString(_ text: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard kind == .string else { return false }
        let contents = UnsafeBufferPointer(rebasing: bytes[contents])
        return hasEscapes ? JSONText.isDecoded(contents, equalTo: text) : contents.isEqual(to: text)
    }
}
