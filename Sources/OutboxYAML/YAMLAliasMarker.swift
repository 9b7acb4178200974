/// Takes the aliases (`*name`) out of a text before the YAML library reads it, and knows them again afterwards.
///
/// The library would put the value itself in the place of each alias; a few lines of aliases of aliases then stand for
/// more values than there is time or stack for. So every `*name` becomes a scalar with a tag of our own, which
/// `YAMLTree` resolves within its limits. In quoted texts and comments the same replacement is made, because only the
/// library knows where they are, and undone in every text that it hands back. Lines do not move.
struct YAMLAliasMarker {
    /// The tag of an alias; its text is the alias' name.
    let tag: String

    /// Finds a tag that the text does not hold.
    init(for text: String) {
        var tag = "!outbox-alias"
        while text.contains(tag) { tag += "-" }
        self.tag = tag
    }

    /// The text with a tagged scalar for every alias.
    func mark(_ text: String) -> String {
        let star = UInt8(ascii: "*")
        guard text.utf8.contains(star) else { return text }
        let bytes = Array(text.utf8)
        var marked: [UInt8] = []
        marked.reserveCapacity(bytes.count + 256)
        for (index, byte) in bytes.enumerated() {
            if byte == star, index + 1 < bytes.count, isNameCharacter(bytes[index + 1]) {
                marked.append(contentsOf: (tag + " ").utf8)
            } else {
                marked.append(byte)
            }
        }
        return String(decoding: marked, as: UTF8.self)
    }

    /// The text of a scalar as it stands in the file.
    func restore(_ text: String) -> String {
        guard text.contains(tag) else { return text }
        var restored = ""
        var rest = text[...]
        while let found = rest.firstRange(of: tag + " ") {
            restored += rest[..<found.lowerBound]
            restored += "*"
            rest = rest[found.upperBound...]
        }
        return restored + rest
    }

    // What libyaml takes for the name of an anchor or an alias.
    private func isNameCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
