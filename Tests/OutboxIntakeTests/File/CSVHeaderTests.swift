import OutboxIntake
import Testing

@Suite("Headers of comma-separated values")
struct CSVHeaderTests {
    private func document(_ header: String, _ row: String) throws -> String {
        let header = try CSVHeader(CSVRow(Array(header.utf8)))
        return String(decoding: header.document(for: try CSVRow(Array(row.utf8))), as: UTF8.self)
    }

    @Test("paths become objects and arrays; empty cells are left out")
    func paths() throws {
        #expect(
            try document(
                "event_name,user.id,properties.value,properties.items[0].item_id,properties.note",
                "purchase,00001,11.77,7,")
                == #"{"event_name":"purchase","user":{"id":"00001"},"#
                + #""properties":{"value":11.77,"items":[{"item_id":"7"}]}}"#
        )
        #expect(try document("user.email[0],user.email[1],id", ",b,") == #"{"user":{"email":["b"]}}"#)
        #expect(try document("id,user.id", ",") == "{}")
        #expect(try document("\"properties.\"\"x-y\"\"\"", "1") == #"{"properties":{"x-y":"1"}}"#)
    }

    @Test(
        "cells that are wanted as numbers or truth values are such where they are some",
        arguments: [
            ("properties.value", "12.50", "12.50"), ("properties.value", "1e3", "1e3"),
            ("properties.value", "-0", "-0"),
            ("properties.value", "29,95", "\"29,95\""), ("properties.value", "07", "\"07\""),
            ("properties.value", "NaN", "\"NaN\""), ("properties.items[0].price", "5", "5"), ("event_id", "5", "\"5\""),
            ("consent.marketing", "true", "true"), ("consent.marketing", "yes", "\"yes\""),
            ("limited_data_use", "false", "false"), ("event_id", "true", "\"true\""),
            ("properties.items[0].item_id", "5", "\"5\""), ("properties.value", "5.", "\"5.\""), ("id", "5", "\"5\""),
        ])
    func numbers(_ path: String, _ cell: String, _ written: String) throws {
        #expect(try document(path, "\"\(cell)\"").contains(":\(written)"))
    }

    @Test("a byte order mark before the first name is passed over, quoted or not", arguments: ["id", "\"id\""])
    func byteOrderMark(_ name: String) throws {
        var splitter = RowSplitter(limit: 100)
        let rows = splitter.split(Array("\u{FEFF}\(name),event_name\r\n1,a\r\n".utf8)[...])
        let header = try CSVHeader(CSVRow(rows[0].bytes))
        #expect(
            String(decoding: header.document(for: try CSVRow(rows[1].bytes)), as: UTF8.self)
                == #"{"id":"1","event_name":"a"}"#)
    }

    @Test(
        "a header that cannot be meant is refused",
        arguments: [
            "event_name,", "event_nme", "user,user.id", "user.id,user", "event_name,event_name",
            "properties.items[1].price",
            "a b", "[0]", "user.id[0],user.id", "\"properties.\"\"value\"\"\",properties.value", "",
        ])
    func refused(_ text: String) throws {
        let row = try CSVRow(Array(text.utf8))
        #expect(throws: CSVHeader.Problem.self) { try CSVHeader(row) }
    }

    @Test("a path that is deeper than an event may be is refused")
    func depth() throws {
        let row = try CSVRow(Array(("properties" + String(repeating: ".a", count: 60_000)).utf8))
        #expect(throws: CSVHeader.Problem.self) { try CSVHeader(row) }
    }

    @Test(
        "a row in the header's place is refused without showing whose it is",
        arguments: [
            "ada@example.com", "07911 123456", "+447911123456", "ada%40example.com",
        ])
    func dataForHeader(_ cell: String) throws {
        let row = try CSVRow(Array("event_name,\(cell)".utf8))
        let problem = #expect(throws: CSVHeader.Problem.self) { try CSVHeader(row) }
        #expect(problem?.description.contains("column 2") == true)
        #expect(problem?.description.contains(cell) == false)
    }

    @Test("a misspelt name is told with the right one")
    func suggestion() throws {
        let row = try CSVRow(Array("event_nme".utf8))
        let problem = #expect(throws: CSVHeader.Problem.self) { try CSVHeader(row) }
        #expect(problem?.description.contains("\"event_nme\" (did you mean \"event_name\"?)") == true)
    }
}
