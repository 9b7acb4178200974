import OutboxCore
import Testing

@Suite("Values of a JSON document")
struct JSONValueTests {
    static let text = #"""
        {"name": "M\u00fcsli \"zart\"", "price": 29.950, "tags": ["a", [], {"b": null}], "on": true, "off": false,
         "none": null, "x\u002dy": 1, "": "empty key"}
        """#
    let root: JSONValue

    init() throws {
        root = try JSONDocument(Array(Self.text.utf8)).root
    }

    @Test("Each value knows its kind")
    func kinds() {
        #expect(root.kind == .object)
        #expect(root.members.map(\.value.kind) == [.string, .number, .array, .bool, .bool, .null, .number, .string])
        #expect(root["none"]?.isNull == true)
        #expect(root["on"]?.isNull == false)
    }

    @Test("Raw text is what was written, at its place in the document")
    func raw() throws {
        let name = try #require(root["name"])
        #expect(String(decoding: name.raw, as: UTF8.self) == #""M\u00fcsli \"zart\"""#)
        #expect(name.raw.startIndex == 9)
        #expect(root["price"].map { String(decoding: $0.raw, as: UTF8.self) } == "29.950")
        #expect(root["tags"].map { String(decoding: $0.raw, as: UTF8.self) } == #"["a", [], {"b": null}]"#)
        #expect(root.raw.elementsEqual(Self.text.utf8))
    }

    @Test("Members come in the order of the document, keys as strings")
    func members() throws {
        #expect(root.members.map(\.key.string) == ["name", "price", "tags", "on", "off", "none", "x-y", ""])
        #expect(root.members.count == 8)
        #expect(root.count == 8)
        let ofArray = try #require(root["tags"]).members
        #expect(ofArray.map(\.value.kind) == [])
        #expect(ofArray.count == 0)
    }

    @Test("Elements come in order, and by index")
    func elements() throws {
        let tags = try #require(root["tags"])
        #expect(tags.count == 3)
        #expect(tags.elements.map(\.kind) == [.string, .array, .object])
        #expect(tags[0]?.string == "a")
        #expect(tags[1]?.count == 0)
        #expect(tags[2]?["b"]?.isNull == true)
        #expect(tags[3] == nil)
        #expect(tags[-1] == nil)
        #expect(root[0] == nil)
        #expect(root.elements.map(\.kind) == [])
        #expect(root.elements.count == 0)
    }

    @Test("Members are found by their decoded key, and only in objects")
    func lookup() {
        #expect(root["x-y"]?.integer == 1)
        #expect(root[""]?.string == "empty key")
        #expect(root["b"] == nil)
        #expect(root["nam"] == nil)
        #expect(root["names"] == nil)
        #expect(root["tags"]?["a"] == nil)
        #expect(root["name"]?["name"] == nil)
    }

    @Test(
        "Strings are decoded",
        arguments: [
            (#""""#, ""), (#""abc""#, "abc"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
            (#""\u0041\u00e9\u4e2d""#, "Aé中"),
            (#""\ud83d\ude00x""#, "😀x"), (#""\u0000""#, "\0"), (#""a\u0000b""#, "a\0b"), (#""日本\n語""#, "日本\n語"),
            (#""\\u0041""#, #"\u0041"#), (#""\uFFFF\ufeff""#, "\u{ffff}\u{feff}"),
        ])
    func strings(_ text: String, _ expected: String) throws {
        let value = try JSONDocument(Array(text.utf8)).root
        #expect(value.string?.unicodeScalars.elementsEqual(expected.unicodeScalars) == true)
        #expect(value.stringBytes?.elementsEqual(expected.utf8) == true)
        #expect(value.isString(expected))
        #expect(!value.isString(expected + "x"))
        #expect(!value.isString("x" + expected))
        #expect(value.plainBytes.map { $0.elementsEqual(expected.utf8) } ?? text.contains("\\"))
    }

    @Test("A string is compared byte by byte, not by Unicode's equivalences")
    func exactComparison() throws {
        let value = try JSONDocument(Array("\"\u{e9}\"".utf8)).root
        #expect(value.isString("\u{e9}"))
        #expect(!value.isString("e\u{301}"))
    }

    @Test("Only strings have text, only truth values a truth value, only numbers a number")
    func wrongKinds() {
        for (key, value) in root.members {
            #expect((value.string != nil) == (value.kind == .string))
            #expect((value.stringBytes != nil) == (value.kind == .string))
            #expect(value.plainBytes == nil || value.kind == .string)
            #expect((value.bool != nil) == (value.kind == .bool))
            #expect((value.double != nil) == (value.kind == .number))
            #expect((value.decimal != nil) == (value.kind == .number))
            #expect(value.integer == nil || value.kind == .number)
            #expect(!value.isString("true") && !value.isString("29.950"))
            #expect(key.kind == .string)
        }
        #expect(root["on"]?.bool == true)
        #expect(root["off"]?.bool == false)
    }

    @Test("Nodes are unique in a document and grow with the text")
    func nodes() {
        var nodes: [Int] = []
        func walk(_ value: JSONValue) {
            nodes.append(value.node)
            for (key, member) in value.members {
                nodes.append(key.node)
                walk(member)
            }
            value.elements.forEach(walk)
        }
        walk(root)
        #expect(nodes == Array(0..<nodes.count))
        #expect(root["tags"]?.node == root.members.map(\.value)[2].node)
    }

    @Test("A value keeps its document alive")
    func lifetime() throws {
        let value = try JSONDocument(Array(#"{"a":["kept"]}"#.utf8)).root["a"]?[0]
        #expect(value?.string == "kept")
    }

    @Test("Paths lead to values, through members and elements")
    func paths() throws {
        #expect(root.value(at: .root)?.node == root.node)
        #expect(try root.value(at: JSONPath("tags[2].b"))?.isNull == true)
        #expect(try root.value(at: JSONPath(#""x-y""#))?.integer == 1)
        #expect(try root.value(at: JSONPath("tags[3]")) == nil)
        #expect(try root.value(at: JSONPath("tags.b")) == nil)
        #expect(try root.value(at: JSONPath("name.length")) == nil)
    }
}
