import OutboxConfiguration
import OutboxCore
import OutboxRouting
import Testing

@testable import OutboxCommands

@Suite("The page's script")
struct PixelSnippetTests {
    private func script(_ events: [String: [EventRule]]) -> String {
        var rules = DestinationRules(name: "main", eventSource: .web, eventSourceID: "C4K")
        rules.events = events
        let echo = EchoSettings(
            key: "shop-web-2026", origins: ["https://shop.example"], url: "https://events.shop.example/outbox")
        return PixelSnippet(destination: "main", echo: echo, names: PixelNames(rules: rules)).text
    }

    @Test("has the configuration's key, address and names, and no place left to fill in")
    func filled() {
        let text = script(["purchase": [EventRule(to: "CompletePayment")], "view_item": [EventRule(to: "ViewContent")]])
        #expect(text.contains(#"var key = "shop-web-2026";"#))
        #expect(text.contains(#"var endpoint = "https://events.shop.example/outbox/v1/echo";"#))
        #expect(text.contains("\"purchase\": \"CompletePayment\",\n    \"view_item\": \"ViewContent\"\n  };"))
        #expect(text.contains("connect-src https://events.shop.example.\n"))
        #expect(text.contains("var otherName = null;"))
        #expect(!text.contains("{{"))
        #expect(script([:]).contains("var names = {};"))
        #expect(script(["*": [EventRule(to: nil)]]).contains(#"var otherName = "";"#))
    }

    @Test("cannot be left by a name of the configuration")
    func hostile() {
        let text = script([
            "</script><script>alert(1)//": [EventRule(to: "*/alert(1)")], "a\u{2028}b": [EventRule(to: "__proto__")],
        ])
        #expect(!text.contains("</script><script>alert"))
        #expect(!text.contains("\u{2028}"))
        #expect(text.contains(#""\u003C/script>\u003Cscript>alert(1)//": "*/alert(1)""#))
    }
}
