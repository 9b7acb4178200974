import Testing

@testable import OutboxYAML

@Suite("YAML documents")
struct YAMLDocumentTests {
    /// The document in one line: `{a: 'text', b: [~]}`, plain scalars without quotes.
    private func parse(_ text: String) throws -> String {
        func show(_ node: YAMLNode) -> String {
            switch node.content {
            case .scalar(let text, let isPlain): isPlain ? text : "'\(text)'"
            case .list(let items): "[\(items.map(show).joined(separator: ", "))]"
            case .mapping(let entries): "{\(entries.map { "\($0.key): \(show($0.value))" }.joined(separator: ", "))}"
            }
        }
        return try YAMLDocument.parse(text).map(show) ?? "nothing"
    }

    private func failure(_ text: String) -> YAMLFailure? {
        do {
            _ = try YAMLDocument.parse(text)
            return nil
        } catch {
            return error
        }
    }

    @Test("Scalars stay as they are written; the file's order is kept")
    func scalars() throws {
        #expect(
            try parse("b: yes\na: 1_000\nc: '5'\nd: 2020-01-01\ne: no\nf: ~\n")
                == "{b: yes, a: 1_000, c: '5', d: 2020-01-01, e: no, f: ~}")
        #expect(try parse("a: |\n  x\n  y\n") == "{a: 'x\ny\n'}")
        #expect(try parse("") == "nothing")
    }

    @Test("Every value knows its line, inside aliases that of the anchor")
    func lines() throws {
        let text = "a: &x\n  p: 1\n  q: [1,\n    2]\nb: *x\n"
        let root = try #require(try YAMLDocument.parse(text))
        guard case .mapping(let entries) = root.content, case .mapping(let first) = entries[0].value.content,
            case .mapping(let second) = entries[1].value.content, case .list(let items) = second[1].value.content
        else { return #expect(Bool(false)) }
        #expect(entries.map(\.line) == [1, 5])
        #expect(entries[1].value.line == 5)
        #expect(first.map(\.line) == [2, 3])
        #expect(second.map(\.line) == [2, 3])
        #expect(items.map(\.line) == [3, 4])
    }

    @Test("An alias stands for its anchor's value, a later anchor of that name wins")
    func aliases() throws {
        #expect(try parse("a: &x 1\nb: *x\nc: &x [2]\nd: *x\n") == "{a: 1, b: 1, c: [2], d: [2]}")
        #expect(try parse("a: &x {k: v}\nb: [*x, *x]\n") == "{a: {k: v}, b: [{k: v}, {k: v}]}")
        #expect(try parse("- &x 'q'\n- *x # note\n") == "['q', 'q']")
    }

    @Test("A merge key gives what the mapping does not say itself; an earlier one wins")
    func merge() throws {
        #expect(try parse("a: &x {p: 1, q: 2}\nb: {q: 3, <<: *x}\n") == "{a: {p: 1, q: 2}, b: {q: 3, p: 1}}")
        #expect(
            try parse("a: &x {p: 1}\nb: &y {p: 2, q: 2}\nc:\n  <<: [*x, *y]\n")
                == "{a: {p: 1}, b: {p: 2, q: 2}, c: {p: 1, q: 2}}")
        #expect(
            try parse("a: &x {p: 1}\nb: &y {q: 2, <<: *x}\nc: {<<: *y}\n")
                == "{a: {p: 1}, b: {q: 2, p: 1}, c: {q: 2, p: 1}}")
        #expect(failure("a: {<<: 1}")?.problem.contains("merge key") == true)
        #expect(failure("a: {<<: [1]}")?.problem.contains("merge key") == true)
    }

    @Test("Stars that are no aliases stay as they are")
    func stars() throws {
        #expect(
            try parse("a: 'x *y'\nb: \"*z\"\nc: 2*3*4 # *w\n'*': keep\n'*k': 1\n")
                == "{a: 'x *y', b: '*z', c: 2*3*4, *: keep, *k: 1}")
        #expect(try parse("a: |\n  *x\n  \\*y\n") == "{a: '*x\n\\*y\n'}")
        #expect(try parse("a: '!outbox-alias x'\nb: '*x'\n") == "{a: '!outbox-alias x', b: '*x'}")
    }

    @Test(
        "Misused aliases are refused with their line",
        arguments: [
            ("a: 1\nb: *x", 2), ("a: &x 1\n*x : 2", 2), ("a: &x 1\nb: {*x}", 2), ("a: &x 1\nb: *x more", 2),
            ("a: &x [*x]", 1), ("b: *x\na: &x 1", 1), ("a: &x 1\n? [*x]\n: 2", 2),
        ])
    func misused(_ text: String, _ line: Int) {
        #expect(failure(text)?.line == line, "\(String(describing: failure(text)))")
    }

    @Test("A billion laughs end at the limit of values")
    func billionLaughs() {
        var text = "a: &a [x, x, x, x, x, x, x, x, x]\n"
        for (previous, next) in zip("abcdefgh", "bcdefghi") {
            text += "\(next): &\(next) [" + Array(repeating: "*\(previous)", count: 9).joined(separator: ", ") + "]\n"
        }
        #expect(failure(text)?.problem.contains("more than 20000 values") == true)
        let asKey = text + "? *i\n: 1\n"
        #expect(failure(asKey) != nil)
        #expect(failure(text + "k: {*i, *h}\n") != nil)
        #expect(failure(text + "k: {[{a: *i}]}\n") != nil)
    }

    @Test("Aliases do not get around the limit of depth")
    func deepAliases() {
        var text = "a0: &a0 x\n"
        for level in 1...3000 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        let found = failure(text)
        #expect(found?.problem.contains("levels deep") == true, "\(String(describing: found))")
        #expect(found?.line == 32)
    }

    @Test("Nesting is limited", arguments: [33, 500, 990, 100_000])
    func deep(_ levels: Int) {
        let flow = String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        #expect(failure(flow)?.problem.contains("nested more than 32 levels deep") == true)
        let block = String(repeating: "- ", count: levels) + "x"
        #expect(failure(block)?.problem.contains("nested more than 32 levels deep") == true)
        #expect(failure(String(repeating: "[", count: levels)) != nil)
        #expect(failure(String(repeating: "{a: ", count: levels)) != nil)
        #expect(failure(String(repeating: "? ", count: levels) + "x") != nil)
    }

    @Test("Nesting of 32 levels is read")
    func notTooDeep() {
        #expect(failure(String(repeating: "[", count: 32) + String(repeating: "]", count: 32)) == nil)
    }

    @Test(
        "Invisible characters are refused with their line",
        arguments: ["\0", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\rb", "\r"])
    func invisible(_ character: String) {
        let found = failure("a: 1\nb: \(character)\n".replacing("\r\n", with: "\r"))
        #expect(found?.problem.contains("invisible") == true, "\(String(describing: found))")
        #expect(found?.line == 2)
    }

    @Test(
        "Duplicate keys are refused at their second place",
        arguments: [
            ("a: 1\nb: 2\na: 3", "\"a\"", 3), ("x:\n  a: 1\n  b: {a: 1}\n  a: 3", "\"a\"", 4),
            ("a: 1\n\"a\": 2", "\"a\"", 2), ("{a: 1, a: 2}", "\"a\"", 1), ("5: 1\n'5': 2", "\"5\"", 2),
        ])
    func duplicates(_ text: String, _ key: String, _ line: Int) {
        let found = failure(text)
        #expect(found?.problem.contains("the key \(key) is there twice") == true, "\(String(describing: found))")
        #expect(found?.line == line)
    }

    @Test("Tags are refused, those of text, lists and mappings mean nothing new")
    func tags() throws {
        #expect(try parse("a: !!str 5\nb: !!seq [1]\nc: !!map {d: 1}\n") == "{a: '5', b: [1], c: {d: 1}}")
        for text in ["a: !!int 5", "a: !secret x", "!x {a: 1}", "a: !x [1]", "!x a: 1", "a: !!binary x"] {
            #expect(failure(text)?.problem.contains("tags") == true, "\(text)")
        }
    }
}
