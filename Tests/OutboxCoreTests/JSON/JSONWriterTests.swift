import Testing

@testable import OutboxCore

@Suite("Writing JSON")
struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("Commas and colons are where they belong")
    func punctuation() {
        let written = text { writer in
            writer.beginObject()
            writer.key("empty")
            writer.beginObject()
            writer.endObject()
            writer.key("list")
            writer.beginArray()
            writer.integer(1 as Int64)
            writer.beginArray()
            writer.endArray()
            writer.beginObject()
            writer.key("a" as String)
            writer.null()
            writer.key("b")
            writer.bool(true)
            writer.endObject()
            writer.string("x")
            writer.endArray()
            writer.key("last")
            writer.bool(false)
            writer.endObject()
        }
        #expect(written == #"{"empty":{},"list":[1,[],{"a":null,"b":true},"x"],"last":false}"#)
    }

    @Test(
        "Strings escape what must be escaped and nothing else",
        arguments: [
            ("", #""""#), ("abc", #""abc""#), ("\"", #""\"""#), ("\\", #""\\""#), ("/", #""/""#),
            ("\u{8}\u{c}\n\r\t", #""\b\f\n\r\t""#),
            ("\u{0}\u{1}\u{f}\u{10}\u{1a}\u{1f}", #""\u0000\u0001\u000f\u0010\u001a\u001f""#), ("\u{7f}", "\"\u{7f}\""),
            ("é日😀\u{2028}", "\"é日😀\u{2028}\""), ("\"a\"b\\c\n", #""\"a\"b\\c\n""#),
            ("12345678\"12345678", #""12345678\"12345678""#),
            ("ÿÿÿÿÿÿÿÿ\n", "\"ÿÿÿÿÿÿÿÿ\\n\""), ("<a href='x'>&", #""<a href='x'>&""#),
        ])
    func strings(_ string: String, _ expected: String) throws {
        #expect(text { $0.string(string) } == expected)
        #expect(text { $0.string(Array(string.utf8)[...]) } == expected)
        #expect(try JSONDocument(Array(expected.utf8)).root.isString(string))
    }

    @Test("Every character comes back as it was, at every place of eight")
    func everyCharacter() throws {
        for value in (0...0x2ff as ClosedRange<UInt32>) {
            let scalar = try #require(Unicode.Scalar(value))
            for place in 0..<9 {
                let string =
                    String(repeating: "x", count: place) + String(scalar) + String(repeating: "y", count: 9 - place)
                let written = text { $0.string(string) }
                let read = try JSONDocument(Array(written.utf8)).root
                #expect(read.isString(string))
                #expect(read.canonicalBytes().elementsEqual(written.utf8))
            }
        }
    }

    @Test("Keys are escaped as strings are")
    func keys() {
        let written = text { writer in
            writer.beginObject()
            writer.key("say \"hi\"\n" as String)
            writer.integer(0 as Int64)
            writer.key("plain")
            writer.integer(1 as Int64)
            writer.endObject()
        }
        #expect(written == #"{"say \"hi\"\n":0,"plain":1}"#)
    }

    @Test("Integers are written whole", arguments: [0, 7, -7, 10, 100, 1_234_567_890, .max, .min] as [Int64])
    func integers(_ integer: Int64) {
        #expect(text { $0.integer(integer) } == String(integer))
        #expect(text { $0.integer(Int(integer)) } == String(integer))
    }

    @Test("Decimals are written without exponent")
    func decimals() throws {
        let sum: ExactDecimal = "2500315.63"
        #expect(text { $0.decimal(sum) } == "2500315.63")
    }

    @Test("Values are copied as they stand, members with their keys, white space inside included")
    func values() throws {
        let document = try JSONDocument(Array(#"{ "a\u0062" : 1.00, "l" : [ 1 , "\u00e9" ] }"#.utf8))
        let written = text { writer in
            writer.beginArray()
            for (key, value) in document.root.members {
                writer.beginObject()
                writer.key(key)
                writer.value(value)
                writer.endObject()
            }
            writer.raw(Array("null".utf8))
            writer.raw(Array("[0]".utf8)[...])
            writer.endArray()
        }
        #expect(written == #"[{"a\u0062":1.00},{"l":[ 1 , "\u00e9" ]},null,[0]]"#)
    }

    @Test("A canonical value takes its place among others")
    func canonical() throws {
        let document = try JSONDocument(Array(#"{ "b" : 1, "a" : 2 }"#.utf8))
        let written = text { writer in
            writer.beginArray()
            writer.canonical(document.root)
            writer.canonical(document.root)
            writer.endArray()
        }
        #expect(written == #"[{"a":2,"b":1},{"a":2,"b":1}]"#)
    }

    @Test("Documents follow each other in lines, and a writer can start again")
    func severalDocuments() {
        var writer = JSONWriter(capacity: 100)
        for index in 0..<2 {
            writer.beginArray()
            writer.integer(index)
            writer.endArray()
            writer.lineFeed()
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[0]\n[1]\n")
        writer.removeAll()
        writer.null()
        #expect(writer.bytes.elementsEqual("null".utf8))
    }

    @Test("Pieces of every length are copied whole, and nothing beside them")
    func lengths() {
        for length in 0...80 {
            let piece = (0..<length).map { UInt8($0 + 33) }
            var room = [UInt8](repeating: 0, count: length + 16)
            piece.withUnsafeBufferPointer { piece in
                room.withUnsafeMutableBufferPointer { room in
                    if let source = piece.baseAddress, let target = room.baseAddress {
                        (target + 8).copy(from: source, count: length)
                    }
                }
            }
            #expect(room == [UInt8](repeating: 0, count: 8) + piece + [UInt8](repeating: 0, count: 8))
        }
    }

    @Test("What was written is taken as it is, and the writer begins anew")
    func taking() {
        var writer = JSONWriter(capacity: 100)
        for text in ["first", "second, which is longer than the first one"] {
            writer.string(text)
            #expect(writer.takeBytes() == Array("\"\(text)\"".utf8))
            #expect(writer.bytes.isEmpty)
        }
    }
}
