import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxRouting

/// `outbox snippet`: the page's half.
struct Snippet: Verb {
    static let configuration = CommandConfiguration(
        abstract:
            "Print the page's script: one event_id and one name for pixel and server, and reports of what was sent.",
        discussion: """
            Save it as a file of the shop, such as tiktok-outbox.js, and load it after TikTok's base code; how to use \
            it stands at its beginning. It needs `echo` at the destination: a public key, the origins of the pages, \
            and the address of `outbox serve`. Make it anew when the mapping changes.
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The destination; not needed if there is one.")
    var destination: String?

    func perform(_ console: Console) async throws -> ExitStatus {
        let configuration = try Workplace.loadConfiguration(global)
        let settings = try Workplace.destination(destination, in: configuration)
        guard let echo = settings.echo else {
            throw CommandFailure(
                .configuration, code: "no_echo",
                "destinations.\(settings.name).echo is missing: the page must know where to report; write echo: "
                    + "{key: shop-web-2026, origins: [\"https://shop.example\"], url: \"https://events.shop.example\"}",
                path: "destinations.\(settings.name).echo", line: settings.line)
        }
        let names = PixelNames(rules: settings.rules)
        for name in names.undecided.sorted() {
            console.note(
                "note: what \(name) becomes depends on a `when`, which a page cannot judge: the script does not send it"
            )
        }
        let snippet = PixelSnippet(destination: settings.name, echo: echo, names: names)
        console.line(snippet.text)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("destination", settings.name)
        writer.member("endpoint", echo.endpoint)
        writer.key("names")
        writer.beginObject()
        for (name, tiktokEvent) in names.names.sorted(by: { $0.key < $1.key }) { writer.member(name, tiktokEvent) }
        writer.endObject()
        writer.member("script", snippet.text)
        writer.endObject()
        console.document(writer.bytes)
        return .fine
    }
}
