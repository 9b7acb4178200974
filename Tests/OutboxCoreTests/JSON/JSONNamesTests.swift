import OutboxCore
import Testing

@Suite("JSON names")
struct JSONNamesTests {
    private func numbers(_ object: String, among names: [String]) throws -> [Int?] {
        let table = JSONNames(names)
        return try JSONDocument(Array(object.utf8)).root.members.map { table.number(of: $0.key) }
    }

    @Test("A key has the number of its name, an unknown one none")
    func numbers() throws {
        #expect(try numbers(#"{"b":1,"a":2,"c":3,"":4}"#, among: ["a", "b"]) == [1, 0, nil, nil])
        #expect(try numbers(#"{"":1,"aa":2}"#, among: ["", "a"]) == [0, nil])
    }

    @Test("A key is known by what it says, escapes or not, and byte by byte")
    func spelling() throws {
        #expect(try numbers(#"{"\u0061b":1,"\u00e9":2,"e\u0301":3,"Ab":4}"#, among: ["ab", "é"]) == [0, 1, nil, nil])
    }

    @Test("Names of like hashes are told apart")
    func collisions() throws {
        let names = (0..<500).map { "name\($0)" }
        let object = "{" + names.reversed().map { "\"\($0)\":0" }.joined(separator: ",") + "}"
        #expect(try numbers(object, among: names) == (0..<500).reversed().map { $0 })
    }

    @Test("A walk over an object tells each member's name and value, and leaves null ones out")
    func walk() throws {
        let table = JSONNames(["a", "b"])
        let root = try JSONDocument(Array(#"{"b":{"a":1},"x":2,"a":null,"\u0061b":3,"":[4]}"#.utf8)).root
        var found: [(Int?, String)] = []
        table.forEachMember(of: root) { name, node in
            found.append((name, String(decoding: root.value(ofNode: node).raw, as: UTF8.self)))
        }
        #expect(found.map(\.0) == [1, nil, nil, nil])
        #expect(found.map(\.1) == [#"{"a":1}"#, "2", "3", "[4]"])
        table.forEachMember(of: try JSONDocument(Array("[1]".utf8)).root) { _, _ in Issue.record("not an object") }
    }
}
