import OutboxCore
import OutboxMapping

/// What is kept of a rejected event: enough to see what its producer did, nothing by which somebody could be found.
///
/// What was rejected is malformed, so that nobody knows where its identities stand. Therefore little is shown: names of
/// members, numbers and true or false, and the text of a few members that hold no person's. Everything else is its kind
/// and length, and so is what stands where the dialect has an identity, under a name that sounds like one, and every
/// number with as many digits as a telephone number may have.
struct MaskedExcerpt {
    /// The most that is shown, in bytes.
    static let limit = 1000
    private static let maximumTextLength = 60

    private var writer = JSONWriter()
    private let identities: Set<Int>

    /// Masks one event.
    init(_ event: JSONValue, dialect: Dialect?) {
        identities = dialect.map { Self.identities(in: event, $0) } ?? []
        write(event, of: "", isHidden: false)
    }

    /// The excerpt: JSON, cut off where it is long.
    var text: String {
        let bytes = writer.bytes
        guard bytes.count > Self.limit else { return String(decoding: bytes, as: UTF8.self) }
        // All that is shown is ASCII.
        return String(decoding: bytes.prefix(Self.limit), as: UTF8.self) + "…"
    }

    /// The form of what is no JSON: letters as `x`, digits as `0`, and what stands between them.
    static func shape(of bytes: [UInt8]) -> String {
        var shown: [UInt8] = []
        var run = 0
        for byte in bytes.prefix(4 * limit) where shown.count < limit {
            let mask: UInt8? =
                switch byte {
                case 0x30...0x39: UInt8(ascii: "0")
                case 0x41...0x5A, 0x61...0x7A, 0x80...: UInt8(ascii: "x")
                case 0x20...0x7E: nil
                default: UInt8(ascii: " ")
                }
            run = mask == shown.last && mask != nil ? run + 1 : 0
            // The length of a word tells little, and a long one hides the rest.
            if run < 8 { shown.append(mask ?? byte) }
        }
        let isCut = bytes.count > 4 * limit || shown.count == limit
        return String(decoding: shown, as: UTF8.self) + (isCut ? "…" : "")
    }

    // MARK: Writing

    private mutating func write(_ value: JSONValue, of name: String, isHidden: Bool) {
        guard writer.count <= Self.limit else { return writer.null() }
        let isHidden = isHidden || identities.contains(value.node) || MemberNames.soundsPersonal(name)
        switch value.kind {
        case .object:
            writer.beginObject()
            for (key, member) in value.members {
                guard writer.count <= Self.limit else { break }
                let key = key.string ?? ""
                writer.key(Self.shown(name: key))
                write(member, of: key, isHidden: isHidden)
            }
            writer.endObject()
        case .array:
            writer.beginArray()
            for element in value.elements {
                guard writer.count <= Self.limit else { break }
                write(element, of: name, isHidden: isHidden)
            }
            writer.endArray()
        case .string: writer.string(Self.shown(value.string ?? "", of: name, isHidden: isHidden))
        case .number: writeNumber(value, isHidden: isHidden)
        case .bool, .null: writer.value(value)
        }
    }

    private mutating func writeNumber(_ value: JSONValue, isHidden: Bool) {
        let digits = value.raw.count { 0x30...0x39 ~= $0 }
        if digits < Self.phoneDigits, !isHidden, value.raw.count <= 20 {
            writer.value(value)
        } else {
            writer.string("*** a number of \(digits) digits")
        }
    }

    // MARK: What is shown

    // Without the code of its country and city a telephone number is no shorter.
    private static let phoneDigits = 6

    private static func shown(_ text: String, of name: String, isHidden: Bool) -> String {
        let masked = "*** \(text.unicodeScalars.count) characters"
        guard !isHidden, !text.isEmpty, text.utf8.count <= maximumTextLength else { return text.isEmpty ? "" : masked }
        let digits = text.utf8.count { 0x30...0x39 ~= $0 }
        if text.utf8.allSatisfy({ 0x30...0x39 ~= $0 || ",.- eE".utf8.contains($0) }) && text.utf8.first != 0x20 {
            return digits > 0 && digits < phoneDigits ? text : masked
        }
        if MemberNames.times.contains(name), isTime(text) { return text }
        guard MemberNames.shown.contains(name), isWord(text) else { return masked }
        return digits < phoneDigits ? text : masked
    }

    /// Whether a text begins with a date of our times, as no telephone number does.
    private static func isTime(_ text: String) -> Bool {
        let form = text.utf8.prefix(10).map { 0x30...0x39 ~= $0 ? UInt8(ascii: "0") : $0 }
        let isDate = form == Array("0000-00-00".utf8) && (text.hasPrefix("19") || text.hasPrefix("20"))
        return isDate && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || "-:.TZ+ ".utf8.contains($0) }
    }

    private static func isWord(_ text: String) -> Bool {
        text.utf8.allSatisfy { byte in
            0x30...0x39 ~= byte || 0x41...0x5A ~= byte || 0x61...0x7A ~= byte || "_-.$: ".utf8.contains(byte)
        }
    }

    /// The name of a member as it stands where programs write such names, else its length: people's have capitals.
    private static func shown(name: String) -> String {
        let isName =
            1...40 ~= name.utf8.count && name.utf8.first.map { 0x61...0x7A ~= $0 || $0 == 0x5F } ?? false
            && name.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x5F }
            && name.utf8.count { 0x30...0x39 ~= $0 } < phoneDigits - 2
        return isName ? name : "*** \(name.unicodeScalars.count) characters"
    }

    private static func identities(in event: JSONValue, _ dialect: Dialect) -> Set<Int> {
        var nodes: Set<Int> = []
        let data = event["data"].flatMap { $0.kind == .object ? $0 : nil }
        for document in [event, data].compactMap(\.self) {
            for place in dialect.identities { place.pattern.forEachValue(in: document) { nodes.insert($0.node) } }
            for hidden in dialect.hidden { hidden.forEachValue(in: document) { nodes.insert($0.node) } }
        }
        // A pattern that leads to the event itself would hide all of it.
        nodes.remove(event.node)
        return nodes
    }
}
