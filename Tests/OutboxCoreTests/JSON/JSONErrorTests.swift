import OutboxCore
import Testing

@Suite("Errors of JSON documents")
struct JSONErrorTests {
    private func error(_ text: String) throws -> JSONError {
        try #require(throws: JSONError.self) { try JSONDocument(Array(text.utf8)) }
    }

    @Test("Lines count from 1 at line feeds, columns count characters, offsets count bytes")
    func places() throws {
        let first = try error(#"{"a":x}"#)
        #expect((first.line, first.column, first.offset) == (1, 6, 5))
        let third = try error("{\n  \"é😀\": 1,\n  \"日本\": x\n}")
        #expect((third.line, third.column) == (3, 9))
        let afterCarriageReturn = try error("[\r\n1,\r\n]")
        #expect((afterCarriageReturn.line, afterCarriageReturn.column) == (3, 1))
        let end = try error("[1,\n2")
        #expect((end.line, end.column, end.offset) == (2, 2, 5))
    }

    @Test(
        "The text says what is there and what is expected",
        arguments: [
            ("", "line 1, column 1: the document is empty"),
            ("{\n\"a\" 1}", "line 2, column 5: a digit where ':' is expected"),
            ("[1,]", "line 1, column 4: ']' where a value is expected"),
            ("[1", "line 1, column 3: the end of the document where ',' or ']' is expected"),
            ("[01]", "line 1, column 2: a number that starts with a zero; write it without, or as a string"),
            ("[NaN]", "line 1, column 2: an unknown word; only true, false and null are words of JSON"),
            (#"{"a":1,"a":2}"#, "line 1, column 8: a key that its object has already"),
            (#"["\ud800"]"#, #"line 1, column 3: half of a surrogate pair; \ud800 to \udfff are written in pairs"#),
            (
                "\u{feff}[]",
                "line 1, column 1: the document starts with a byte order mark; save it as UTF-8 without one"
            ),
            ("\"a\tb\"", #"line 1, column 3: a control character in a string; write it as an escape, such as \n"#),
        ])
    func texts(_ text: String, _ description: String) throws {
        #expect(try error(text).description == description)
    }

    @Test(
        "No text of the document shows in an error",
        arguments: [
            #"{"mail@example.com":1,"mail@example.com":2}"#, #"{"mail@example.com" "mail@example.com"}"#,
            "mail@example.com",
            #"["mail@example.com\q"]"#, "[33612345678mail]", "{mail@example.com:1}", "\"mail@example.com\u{1}\"",
        ])
    func safe(_ text: String) throws {
        let error = try error(text)
        for written in [error.description, "\(error.reason)", String(reflecting: error)] {
            #expect(!written.contains("mail@"))
            #expect(!written.contains("example"))
            #expect(!written.contains("336"))
        }
    }

    @Test("Errors are equal when they say the same about the same place")
    func equality() throws {
        #expect(try error("[1,]") == error("[2,]"))
        #expect(try error("[1,]") != error("[1,}"))
        #expect(try error("[1,]") != error("[11,]"))
    }
}
