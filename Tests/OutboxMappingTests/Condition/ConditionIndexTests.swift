import OutboxCore
import OutboxTestSupport
import OutboxYAML
import Testing

@testable import OutboxMapping

@Suite("Conditions that are judged together")
struct ConditionIndexTests {
    private static let event = #"{"a":"text","n":5,"list":["x"],"none":"","deep":{"b":true}}"#

    private func firstDoubtful(_ conditions: [String]) throws -> Int {
        var problems: [MappingProblem] = []
        let compiled = try conditions.map { text in
            let node = try #require(try YAMLDocument.parse(text))
            return try #require(
                MappingCondition(node, path: "filters", grammar: MappingSubject().grammar, problems: &problems))
        }
        var paths = [["some", "other"]]
        let index = ConditionIndex(compiled, paths: &paths)
        let event = try JSONDocument(Array(Self.event.utf8)).root
        return index.firstDoubtful(from: 0, JSONPathIndex(paths).find(in: event))
    }

    @Test(
        "What holds is told for certain",
        arguments: [
            "{a: text}", "{a: {not_contains: yz}}", "{n: {gt: 4.5}}", "{deep.b: true}", "{none: {empty: true}}",
            "{missing: {ne: x}}", "{not: {a: other}}", "{any: [{a: other}, {n: 5}]}", "{a: {matches: '(text|other)'}}",
        ])
    func holds(_ condition: String) throws {
        #expect(try firstDoubtful([condition, "{a: other}"]) == 1)
    }

    @Test(
        "What fails or cannot be compared is not",
        arguments: [
            "{a: other}", "{a: {not_contains: true}}", "{a: {ne: 5}}", "{n: {not_contains: '5'}}", "{list: {ne: x}}",
            "{not: {n: {starts_with: '5'}}}", "{any: [{n: {starts_with: '5'}}, {a: text}]}",
        ])
    func doubtful(_ condition: String) throws {
        #expect(try firstDoubtful([condition]) == 0)
    }
}
