import OutboxYAML
import Testing

@Suite("YAML as it is written")
struct YAMLTextTests {
    @Test(
        "reads back as the same values, in a block and in one line",
        arguments: [
            "a: 1", "a: {b: [1, 'two', ~], c: {}}\nd: []", "- a\n- [b, {c: d}]\n-\n  - e\n", "'x'",
            "a: |\n  one\n  two\n",
            "a: properties.value | round(2)\nb: \"x: y\"", "'a: b': \"q\\\"\\\\\\u0007\\u2028 ü\"",
            "a: plain, with a comma",
            "a: one\n  two\n\n  three", "'': ''", "a: '1'\nb: true\nc: 'true'\nd: +49",
        ])
    func roundTrip(_ text: String) throws {
        let node = try #require(try YAMLDocument.parse(text))
        for written in [YAMLText.block(node), YAMLText.flow(node)] {
            let again = try #require(try YAMLDocument.parse(written), "\(written)")
            // What was plain may be quoted, unless it means something else then.
            #expect(Self.shown(again) == Self.shown(node), "\(written)")
        }
        #expect(!YAMLText.flow(node).contains("\n"))
    }

    @Test("in a block what was plain stays so, since a plain text may be an expression or a number")
    func plain() throws {
        let node = try #require(try YAMLDocument.parse("{a: [x | trim, 5], b: \"x\"}"))
        #expect(YAMLText.block(node) == "a:\n  - x | trim\n  - 5\nb: \"x\"\n")
    }

    /// The values, of plain texts whether they are more than a text.
    private static func shown(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, let isPlain):
            isPlain && (Double(text) != nil || ["true", "~", ""].contains(text)) ? text : "<\(text)>"
        case .list(let items): "[\(items.map(shown).joined(separator: ","))]"
        case .mapping(let entries): "{\(entries.map { "<\($0.key)>:\(shown($0.value))" }.joined(separator: ","))}"
        }
    }
}
