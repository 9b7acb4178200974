import OutboxCore
import Testing

@Suite("Paths into JSON documents")
struct JSONPathTests {
    @Test(
        "A path is written and read the same way",
        arguments: [
            ("", []), ("event_name", [.key("event_name")]), ("properties.value", [.key("properties"), .key("value")]),
            ("properties.items[0].price", [.key("properties"), .key("items"), .index(0), .key("price")]),
            ("[2]", [.index(2)]), ("[0][1].a", [.index(0), .index(1), .key("a")]), ("_a1", [.key("_a1")]),
            (#"context."x-y""#, [.key("context"), .key("x-y")]), (#""x-y".z"#, [.key("x-y"), .key("z")]),
            (#"a."".b"#, [.key("a"), .key(""), .key("b")]), (#"a."b.c""#, [.key("a"), .key("b.c")]),
            (#"a."1""#, [.key("a"), .key("1")]), (#"a."x\"y\\z""#, [.key("a"), .key(#"x"y\z"#)]),
            (#""é"[3]"#, [.key("é"), .index(3)]),
            (#""a b"."# + #""$ref""#, [.key("a b"), .key("$ref")]), (#""line\nfeed""#, [.key("line\nfeed")]),
        ] as [(String, [JSONPath.Component])])
    func roundTrip(_ text: String, _ components: [JSONPath.Component]) throws {
        #expect(try JSONPath(text).components == components)
        #expect(JSONPath(components).description == text)
        #expect(try JSONPath(text) == JSONPath(components))
    }

    @Test(
        "Quotation marks that are not needed, and escapes, are read too",
        arguments: [
            (#""a"."b""#, "a.b"), (#"a."\u0062""#, "a.b"), (#""x\u002dy""#, #""x-y""#),
        ])
    func otherSpellings(_ text: String, _ written: String) throws {
        #expect(try JSONPath(text).description == written)
    }

    @Test(
        "What is no path is refused with its place",
        arguments: [
            (".", .noKey, 0), (".a", .noKey, 0), ("a.", .noKey, 2), ("a..b", .noKey, 2), ("a.[0]", .noKey, 2),
            ("a.1", .noKey, 2),
            ("1", .noKey, 0), ("-", .noKey, 0), (" a", .noKey, 0), ("$.a", .noKey, 0), ("é", .noKey, 0),
            ("a-b", .noSeparator, 1),
            ("a b", .noSeparator, 1), ("a[0]b", .noSeparator, 4), (#"a"b""#, .noSeparator, 1), ("a]", .noSeparator, 1),
            ("a[", .noIndex, 2), ("a[]", .noIndex, 2), ("a[-1]", .noIndex, 2), ("a[x]", .noIndex, 2),
            ("a[1", .noIndex, 2),
            ("a[1.5]", .noIndex, 2), ("a[99999999999999999999]", .noIndex, 2), ("[ 1]", .noIndex, 1),
            (#"a.""#, .badQuotedKey, 2), (#"a."b"#, .badQuotedKey, 2), (#"a."b\""#, .badQuotedKey, 2),
            (#"a."\x""#, .badQuotedKey, 2),
        ] as [(String, JSONPath.ParsingError.Reason, Int)])
    func refusals(_ text: String, _ reason: JSONPath.ParsingError.Reason, _ offset: Int) {
        let error = #expect(throws: JSONPath.ParsingError.self, "\(text)") { try JSONPath(text) }
        #expect(error?.reason == reason, "\(text)")
        #expect(error?.offset == offset, "\(text)")
    }

    @Test("The error tells how to write it")
    func errorText() throws {
        let error = try #require(throws: JSONPath.ParsingError.self) { try JSONPath("a.1") }
        #expect(error.description.hasPrefix("at character 3: a key is expected"))
        #expect(error.description.contains(#"context."x-y""#))
    }

    @Test("Paths are built step by step")
    func building() {
        var path = JSONPath.root
        path.append("properties")
        path.append("items")
        path.append(3)
        #expect(path.description == "properties.items[3]")
        #expect(path.appending("price").description == "properties.items[3].price")
        #expect(path.appending(0).description == "properties.items[3][0]")
        path.removeLast()
        #expect(path.description == "properties.items")
        #expect(path.appending(JSONPath([.index(1), .key("x y")])).description == #"properties.items[1]."x y""#)
        var root = JSONPath.root
        root.removeLast()
        #expect(root == .root)
        #expect(root.description.isEmpty)
    }

    @Test("A path is a prefix of what lies below it, by steps and not by letters")
    func prefixes() throws {
        let user = try JSONPath("user")
        #expect(try user.isPrefix(of: JSONPath("user.email")))
        #expect(user.isPrefix(of: user))
        #expect(try !user.isPrefix(of: JSONPath("username")))
        #expect(try !JSONPath("user.email").isPrefix(of: user))
        #expect(JSONPath.root.isPrefix(of: user))
    }
}
