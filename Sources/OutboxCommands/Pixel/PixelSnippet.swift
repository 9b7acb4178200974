import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// The page's script of a destination: the shipped file with what its configuration says.
struct PixelSnippet {
    /// The script.
    let text: String

    /// Fills in the shipped script; everything from the configuration is written so that it ends neither a comment nor
    /// a script element.
    init(destination: String, echo: EchoSettings, names: PixelNames) {
        let origin = echo.url.split(separator: "/", maxSplits: 3).prefix(2).joined(separator: "//")
        let values: [(String, String)] = [
            ("destination", Self.comment(destination)), ("endpoint", Self.comment(echo.endpoint)),
            ("origin", Self.comment(origin)), ("key", Self.literal { $0.string(echo.key) }),
            ("endpoint_json", Self.literal { $0.string(echo.endpoint) }),
            ("names", Self.names(names.names)),
            ("other", Self.literal { $0.optionalString(names.other) }),
        ]
        var text = String(decoding: PackageResources.snippet_js, as: UTF8.self)
        for (name, value) in values { text = text.replacing("{{\(name)}}", with: value) }
        self.text = text
    }

    private static func names(_ names: [String: String]) -> String {
        guard !names.isEmpty else { return "{}" }
        let lines = names.sorted { $0.key < $1.key }.map { name, tiktokEvent in
            "    \(literal { $0.string(name) }): \(literal { $0.string(tiktokEvent) })"
        }
        return "{\n" + lines.joined(separator: ",\n") + "\n  }"
    }

    /// JSON is JavaScript but for two line separators; `<` begins the end of a script element.
    private static func literal(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
            .replacing("<", with: "\\u003C").replacing("\u{2028}", with: "\\u2028")
            .replacing("\u{2029}", with: "\\u2029")
    }

    private static func comment(_ text: String) -> String {
        text.replacing("*/", with: "* /").replacing("<", with: "&lt;")
    }
}
