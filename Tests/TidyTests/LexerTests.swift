import Testing

/// The lexer tells code from what only looks like it.
@Suite struct LexerTests {
    @Test(
        "Text is cut into words, marks, symbols and literals",
        arguments: [
            ("a.b!", ["a", ".", "b", "!"]),
            ("a != b", ["a", "!=", "b"]),
            ("\"a\\(b(\")\"))c\" d", ["a", "(", "b", "(", ")", ")", ")", "d"]),
            ("#\"a\"b\\(c)\\#(d)\"# e", ["a\"b\\(c)", "(", "d", ")", "e"]),
            ("\"\"\"\n a \"b\" \\\n c\n\"\"\" d", ["\n a \"b\" \\\n c\n", "d"]),
            ("\"\\\\\" a", ["\\\\", "a"]),
            ("a /* b /* c */ d */ e // f", ["a", "e"]),
            ("split(/\"/) a", ["split", "(", "/\"/", ")", "a"]),
            ("a / b / c", ["a", "/", "b", "/", "c"]),
            ("0...5", ["0", "...", "5"]),
            ("1.5e3 .0", ["1.5e3", ".", "0"]),
            ("`default` é", ["`default`", "é"]),
            ("@Test func `a { b`() {}", ["@", "Test", "func", "`a { b`", "(", ")", "{", "}"]),
            ("#!/usr/bin/swift\na", ["a"]),
            ("\"unfinished\na", ["unfinished\n", "a"]),
            ("\"\"\"unfinished", ["unfinished"]),
            ("\"\\(unfinished", ["", "(", "unfinished"]),
            ("/* unfinished", []),
        ])
    func textIsCut(text: String, pieces: [String]) {
        #expect(Lexer(text).tokens.map(\.text) == pieces)
    }

    @Test("Lines are counted through strings, comments and continued lines")
    func linesAreCounted() {
        let text = "a\n/* b\n c */ d\n\"\"\"\n\\(e)\n f \\\n g\n\"\"\" h\r\ni"
        let lines = Lexer(text).tokens.filter { $0.kind == .word }.map { "\($0.text)\($0.line)" }
        #expect(lines == ["a1", "d3", "e5", "h8", "i9"])
    }

    @Test("Comments know their lines, and which of them document")
    func commentsAreKept() {
        let comments = Lexer("/// A b.\nc // d\n//// e\n/** f\n*/\n/* g */").comments
        #expect(comments.map(\.isDocumentation) == [true, false, false, true, false])
        #expect(comments.map(\.standsAlone) == [true, false, true, true, true])
        #expect(comments.map(\.lastLine) == [1, 2, 3, 5, 6])
        #expect(comments.first?.wordCount == 2)
    }
}
