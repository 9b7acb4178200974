import OutboxIntake
import Testing

@Suite("Rows of comma-separated values")
struct CSVRowTests {
    @Test(
        "are cut into cells",
        arguments: [
            ("a,b,c", ["a", "b", "c"]), ("a,,", ["a", "", ""]), ("\"a,b\",\"c\"\"d\"", ["a,b", "c\"d"]), ("", [""]),
            ("\"\"", [""]), (" a ,\u{FEFF}b", [" a ", "\u{FEFF}b"]), ("\"a\r\nb\",c", ["a\r\nb", "c"]),
        ])
    func cells(_ row: String, _ cells: [String]) throws {
        #expect(try CSVRow(Array(row.utf8)).cells == cells)
    }

    @Test(
        "a misplaced quote is an error that names the column",
        arguments: [
            ("a\"b", 1), ("x,\"a\"b", 2), ("x,y,\"a", 3), ("\"a\" ,b", 1),
        ])
    func quotes(_ row: String, _ column: Int) {
        #expect(throws: CSVRow.Problem.misplacedQuote(column: column)) { try CSVRow(Array(row.utf8)) }
    }

    @Test("bytes that are no UTF-8 are an error")
    func invalid() {
        #expect(throws: CSVRow.Problem.invalidUTF8) { try CSVRow([0x61, 0xFF]) }
    }
}
