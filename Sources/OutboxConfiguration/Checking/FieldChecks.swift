import OutboxCore
import OutboxYAML

/// Rules for single texts, shared by the configuration and the questions of `init`.
///
/// Each gives what is wrong, or nil.
enum FieldChecks {
    /// A name of a source, a destination or an operator.
    static func name(_ text: String) -> String? {
        PlainName.isValid(text) ? nil : "\(PlainName.rule): \(Quoting.quoted(text))"
    }

    /// The name of an environment variable (POSIX.1-2017, Base Definitions 8.1).
    ///
    /// Never repeats the text: it is often the token itself.
    static func environmentName(_ text: String) -> String? {
        let isName = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let beginsWithDigit = text.utf8.first.map { (48...57).contains($0) } ?? true
        guard isName, !beginsWithDigit, text.utf8.count <= 128 else {
            return "not the name of an environment variable (letters, digits and underscores); the value is not shown"
        }
        guard !Quoting.looksLikeToken(text) else {
            return "this looks like the secret itself, not like the name of a variable; the value is not shown"
        }
        return nil
    }

    /// The name of a header field that is kept with events, in lower case.
    static func keptHeader(_ name: String) -> String? {
        let isToken = name.utf8.allSatisfy { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x5F
        }
        guard isToken, (1...64).contains(name.utf8.count) else {
            return "not the name of a header field: \(Quoting.quoted(name))"
        }
        guard !["authorization", "proxy-authorization", "cookie", "x-api-key"].contains(name) else {
            return "\(name) holds a secret, which must not be stored"
        }
        return nil
    }

    /// The id of an event source.
    static func eventSourceID(_ text: String) -> String? {
        if isPlaceholder(text) { return "a placeholder: \(Quoting.quoted(text))" }
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), (1...64).contains(text.utf8.count) else {
            return "an id is 1 to 64 letters and digits without spaces: \(Quoting.quoted(text))"
        }
        return nil
    }

    // A pixel code is about 20 random capitals and digits, so some hold such a word by chance.
    private static func isPlaceholder(_ text: String) -> Bool {
        let upper = text.uppercased()
        if upper.contains("XXXXX") { return true }
        let digits = text.utf8.count { (48...57).contains($0) }
        let isCode = text.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        if isCode, digits >= 2, text.utf8.count >= 16 { return false }
        return ["<", ">", "...", "YOUR", "CHANGE", "TODO", "XXX", "PLACEHOLDER", "FIXME"].contains(
            where: upper.contains)
            || ["PIXEL_CODE", "PIXEL_ID", "PIXEL", "ID", "EVENT_SOURCE_ID"].contains(upper)
    }

    /// A code of a test events session.
    static func testEventCode(_ text: String) -> String? {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), (1...64).contains(text.utf8.count) else {
            return "a test event code is 1 to 64 letters and digits without spaces: \(Quoting.quoted(text))"
        }
        return nil
    }

    /// The path of the database.
    static func databasePath(_ text: String) -> String? {
        if text.hasPrefix(":") || text.hasPrefix("file:") {
            return
                "a path of a file is needed, not SQLite's \(Quoting.quoted(text)): the outbox must outlive the process"
        }
        if text.hasSuffix("/") { return "a path of a file is needed, this is a folder: \(Quoting.quoted(text))" }
        return filePath(text)
    }

    /// A path of a file.
    static func filePath(_ text: String) -> String? {
        if text == "~" || text.hasPrefix("~/") { return "`~` has no meaning here; write the path out" }
        guard !text.isEmpty, !text.utf8.contains(where: { $0 < 0x20 }), text.utf8.count <= 4000 else {
            return "not a path of a file: \(Quoting.quoted(text))"
        }
        return nil
    }
}
