import OutboxCore
import Testing

@testable import OutboxFuzz

@Suite("Paths made ready")
struct JSONLookupTests {
    @Test(
        "They lead where the path leads, and to nothing where it leads to null",
        arguments: [
            "", "a", "a.b", "a.b[0]", "a.b[1].c", "a.b[2]", "a.none", "a.b.c", "a[0]", #""q\"x""#, #""\u00e9""#, "n",
        ])
    func agree(text: String) throws {
        let document = try JSONDocument(Array(#"{"a":{"b":[1,{"c":2}]},"q\"x":3,"é":4,"n":null}"#.utf8))
        let path = try JSONPath(text)
        let found = document.root.value(at: path)
        let ready = document.root.present(at: JSONLookup(path))
        #expect(ready?.node == (found?.isNull == true ? nil : found?.node))
    }

    @Test("They agree with the paths of all values of random documents")
    func random() throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        print("JSON lookups: seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            guard let document = try? JSONDocument(JSONDocumentGenerator.document(using: &generator)) else { continue }
            compare(document.root, JSONPath.root, in: document.root, seed: seed)
        }
    }

    private func compare(_ value: JSONValue, _ path: JSONPath, in root: JSONValue, seed: UInt64) {
        #expect(root.present(at: JSONLookup(path))?.node == (value.isNull ? nil : value.node), "\(path), seed \(seed)")
        for (key, member) in value.members { compare(member, path.appending(key.string ?? ""), in: root, seed: seed) }
        for (index, element) in value.elements.enumerated() {
            compare(element, path.appending(index), in: root, seed: seed)
        }
    }
}
