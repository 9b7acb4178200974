import OutboxMapping
import OutboxYAML
import Testing

@Suite("Mapping tables")
struct MappingTableTests {
    private func table(
        _ yaml: String, origin: (Int) -> MappingTable.Origin = MappingTable.Origin.shipped
    ) throws -> (table: MappingTable, problems: [MappingProblem]) {
        var problems: [MappingProblem] = []
        guard let node = try YAMLDocument.parse(yaml) else { return (.empty, []) }
        let table = MappingTable(node, path: "map", origin: origin, grammar: .plain, problems: &problems)
        return (table, problems)
    }

    private func lines(_ table: MappingTable) -> [String] {
        table.entries.map { "\($0.target): \($0.rule?.text ?? "null")" }
    }

    @Test("Nested mappings and dotted keys are the same")
    func nested() throws {
        let nested = try table("properties:\n  value: a\n  currency: b\npage:\n  url: c")
        let dotted = try table("properties.value: a\nproperties.currency: b\npage.url: c")
        #expect(nested.problems == [])
        #expect(lines(nested.table) == ["properties.value: a", "properties.currency: b", "page.url: c"])
        #expect(lines(nested.table) == lines(dotted.table))
        #expect(nested.table.entries.map(\.origin) == [.shipped(line: 2), .shipped(line: 3), .shipped(line: 5)])
    }

    @Test("A group with a member called value is no constant, a field with one is")
    func valueMember() throws {
        let (table, problems) = try table(
            "properties: {value: a}\nevent: {value: Purchase}\nproperties.contents: {each: b, map: c}")
        #expect(problems == [])
        #expect(
            lines(table) == [
                "properties.value: a", "event: {value: Purchase}", "properties.contents: {each: b, map: c}",
            ])
    }

    @Test("What is laid over wins, null removes, the order stays")
    func overlay() throws {
        let base = try table("a: 1\nproperties.value: 2\nproperties.x: 3\nuser.email: 4\nuser.phone: 5\nz: 6").table
        let over = try table(
            "new: 7\nproperties.value: 8\nuser: null\nz.inner: 9\na: null", origin: MappingTable.Origin.configuration
        ).table
        let merged = base.overlaid(by: over)
        #expect(
            lines(merged) == [
                "a: null", "properties.value: 8", "properties.x: 3", "user: null", "z.inner: 9", "new: 7",
            ])
        #expect(merged.entries[1].origin == .configuration(line: 2))
        #expect(merged.entries[2].origin == .shipped(line: 3))
        #expect(lines(base.overlaid(by: .empty)) == lines(base))
        #expect(lines(MappingTable.empty.overlaid(by: base)) == lines(base))
    }

    @Test("Nothing is a table of nothing")
    func nothing() throws {
        #expect(try table("~").table.entries.isEmpty)
        #expect(try table("{}").table.entries.isEmpty)
    }

    @Test(
        "Faults are found, and the rest is compiled",
        arguments: [
            ("a: 1\na.b: 2", "map.a.b: overlaps with a in line 1"), ("a: 1\n\"a\": 2\nb: 3", ""),
            ("properties: {x: 1}\nproperties.x: 2", "map.properties.x: there twice, first in line 1"),
            ("a[0]: 1", "map.a[0]: a field has a name, not the number of an element"),
            ("a..b: 1", "map.a..b: no field: at character 3: "),
            ("[a]", "map: a mapping of fields is expected, not a list"),
            ("b: x |", "map.b: in \"x |\" at character 4: "),
        ])
    func problems(yaml: String, expected: String) throws {
        guard !expected.isEmpty else {
            #expect(throws: YAMLFailure.self) { try table(yaml) }
            return
        }
        let problems = try table(yaml).problems
        #expect(problems.count == 1)
        #expect(problems.first.map { "\($0.path): \($0.problem)" }?.hasPrefix(expected) == true, "\(problems)")
    }
}
