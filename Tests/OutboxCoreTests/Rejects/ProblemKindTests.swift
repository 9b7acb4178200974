import OutboxCore
import Testing

@Suite("What rejects are counted by")
struct ProblemKindTests {
    @Test(
        "leaves indexes and values out",
        arguments: [
            (
                "properties.items[12].price", #"not a number: "29,95""#, "properties.items[].price: not a number"
            ),
            ("", "not JSON: column 3: a comma is missing", "not JSON"),
            ("event_name", "101 characters, not 1 to 100", "event_name: N characters, not 1 to 100"),
            ("event_id", "missing: send the id that the pixel shares", "event_id: missing"),
            ("batch[3].properties.\"a[1]\".x", "missing", "batch[].properties.\"a[1]\".x: missing"),
        ])
    func kinds(path: String, problem: String, kind: String) {
        #expect(ProblemKind(EventProblem(path: path, problem: problem)).description == kind)
    }

    @Test("is bounded in length, and found by its words in any case")
    func bounds() {
        let long = String(repeating: "x", count: 10_000)
        let kind = ProblemKind(EventProblem(path: "a.\(long)", problem: long))
        #expect(kind.path.count <= 200 && kind.problem.count <= 200)
        let price = ProblemKind(EventProblem(path: "properties.price", problem: "not a number: 1"))
        #expect(price.matches("Price: NOT") && !price.matches("missing"))
    }

    @Test(
        "a problem without the value that it shows",
        arguments: [
            (#"not a number: "Ada Lovelace""#, "not a number"),
            ("not a string: 1042", "not a string"),
            ("more than 5 minutes ahead: 2026-11-22T14:03:21Z", "more than 5 minutes ahead"),
            ("not JSON: column 3: a comma is missing", "not JSON: column 3: a comma is missing"),
            ("not an object: a text", "not an object: a text"), ("missing", "missing"), ("odd:", "odd:"),
        ])
    func withoutValue(problem: String, expected: String) {
        #expect(EventProblem(path: "a", problem: problem).withoutValue == EventProblem(path: "a", problem: expected))
    }
}
