import OutboxCore
import OutboxTestSupport
import Testing

@Suite("Many paths looked up at once")
struct JSONPathIndexTests {
    private func texts(_ paths: [[String]], in text: String) throws -> [String?] {
        let found = JSONPathIndex(paths).find(in: try JSONDocument(Array(text.utf8)).root)
        return paths.indices.map { number in found[number].map { String(decoding: $0.raw, as: UTF8.self) } }
    }

    @Test("gives what stands at each path, whatever else there is; null and what is not there is nothing")
    func finding() throws {
        let paths = [["a"], ["a", "b"], ["a", "b", "c"], ["x y"], ["é"], ["n"], ["a", "z"], ["l", "b"], ["q\"q"]]
        let text =
            #"{"z":[{"a":1}],"a":{"bb":0,"b":{"c":[1, 2],"d":{}}},"x y":"","\u00e9":true,"n":null,"#
            + #""l":[{"b":1}],"q\"q":3}"#
        #expect(
            try texts(paths, in: text) == [
                #"{"bb":0,"b":{"c":[1, 2],"d":{}}}"#, #"{"c":[1, 2],"d":{}}"#, "[1, 2]", #""""#, "true", nil, nil, nil,
                "3",
            ])
        #expect(try texts(paths, in: "[]").allSatisfy { $0 == nil })
        #expect(try texts([], in: text).isEmpty)
    }

    @Test("says whether there is anything at some of them")
    func presence() throws {
        let index = JSONPathIndex([["a"], ["b"], ["c", "d"]])
        let found = index.find(in: try JSONDocument(Array(#"{"b":0,"c":{"d":null}}"#.utf8)).root)
        func mayHave(_ paths: [Int]) -> Bool { found.mayHaveAny(of: JSONPathSet(paths)) }
        #expect(mayHave([0, 1]) && !mayHave([0, 2]) && !mayHave([]))
    }

    @Test("finds what following each path finds, in random documents")
    func agreement() throws {
        var random = SeededRandom(printingSeedAs: "JSON_SEED")
        let names = ["a", "b", "ab", "ba", "a\"", "", "long_key_of_many_letters", "long_key_of_mane_letters"]
        func object(_ depth: Int) -> RandomJSON {
            .object(
                names.filter { _ in random.oneIn(2) }.map { name in
                    (name, depth > 0 && random.oneIn(2) ? object(depth - 1) : .raw(random.oneIn(3) ? "null" : "1"))
                })
        }
        for _ in 0..<500 {
            let paths = Array(
                Set(
                    (0..<12).map { _ in
                        (0...Int(random.next() % 3)).map { _ in names[Int(random.next() % UInt64(names.count))] }
                    }))
            let text = object(2).text(using: &random)
            let root = try JSONDocument(Array(text.utf8)).root
            let found = JSONPathIndex(paths).find(in: root)
            for (number, path) in paths.enumerated() {
                let wanted = root.value(at: JSONPath(path.map { .key($0) }))
                #expect(
                    found[number]?.node == (wanted?.isNull == true ? nil : wanted?.node),
                    "\(random): \(path) in \(text)")
            }
        }
    }

    @Test("a key made ready is written as any other")
    func keys() {
        var writer = JSONWriter()
        writer.beginObject()
        for key in ["a", "b\"c"] {
            writer.key(JSONKey(key))
            writer.integer(1)
        }
        writer.endObject()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":1,"b\"c":1}"#)
    }
}

@Suite("Going back in what was written")
struct JSONWriterPositionTests {
    @Test("leaves the document as if it had not been written")
    func rewinding() {
        var writer = JSONWriter()
        writer.beginObject()
        for isKept in [false, true, false] {
            let start = writer.position
            writer.key("a")
            writer.beginArray()
            writer.integer(1)
            writer.endArray()
            if !isKept { writer.rewind(to: start) }
        }
        writer.key("b")
        writer.integer(2)
        writer.endObject()
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":[1],"b":2}"#)
    }
}
