import OutboxCore

/// An object that need not be JSON: its members, by strings and brackets alone.
///
/// For bodies where one broken member would take the others with it; what a member's value is, its reader judges.
package struct LooseObject {
    /// One member as it stands there.
    struct Member {
        let name: String
        /// Name and value.
        let text: [UInt8]
        let value: ArraySlice<UInt8>
    }

    /// In their order, also those of the same name.
    let members: [Member]

    /// Reads an object; nil for what does not begin and end as one, or has a member without a readable name.
    package init?(_ bytes: [UInt8]) {
        guard let first = bytes.firstIndex(where: { !$0.isJSONSpace }), bytes[first] == UInt8(ascii: "{"),
            let last = bytes.lastIndex(where: { !$0.isJSONSpace }), bytes[last] == UInt8(ascii: "}")
        else { return nil }
        var members: [Member] = []
        for text in Self.parts(of: bytes[(first + 1)..<last]) {
            guard let member = Self.member(text) else { return nil }
            members.append(member)
        }
        self.members = members
    }

    /// The first member's text of this name; nil where there is none that is a text.
    package func string(_ name: String) -> String? {
        members.first { $0.name == name }.flatMap { try? JSONDocument(Array($0.value)).root.string }
    }

    /// What stands between the commas; of an array without its brackets.
    static func parts(of bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var splitter = ElementSplitter(limit: .max, endsAtLines: false)
        var records = splitter.split(bytes)
        if let last = splitter.finish() { records.append(last) }
        return records.map(\.bytes)
    }

    private static func member(_ text: [UInt8]) -> Member? {
        guard text.first == UInt8(ascii: "\"") else { return nil }
        var end = 1
        while end < text.count, text[end] != UInt8(ascii: "\"") { end += text[end] == UInt8(ascii: "\\") ? 2 : 1 }
        guard end < text.count, let name = try? JSONDocument(Array(text[...end])).root.string else { return nil }
        let rest = text[(end + 1)...].drop(while: \.isJSONSpace)
        guard rest.first == UInt8(ascii: ":") else { return nil }
        return Member(name: name, text: text, value: rest.dropFirst().drop(while: \.isJSONSpace))
    }
}

extension UInt8 {
    /// Whether it is white space between values (RFC 8259, section 2).
    package var isJSONSpace: Bool { self == 0x20 || self == 0x0A || self == 0x0D || self == 0x09 }
}
