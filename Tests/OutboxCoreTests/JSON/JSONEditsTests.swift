import OutboxCore
import OutboxFuzz
import Testing

@Suite("The canonical form with changes")
struct JSONEditsTests {
    let root: JSONValue

    init() throws {
        let text =
            #"{"user": {"id": "7", "email": ["a@example.com", "b@example.com"]}, "event_name": "purchase", "n": 1.50}"#
        root = try JSONDocument(Array(text.utf8)).root
    }

    private func canonical(_ edits: JSONEdits) -> String {
        String(decoding: root.canonicalBytes(applying: edits), as: UTF8.self)
    }

    private func value(_ path: String) throws -> JSONValue {
        try #require(try root.value(at: JSONPath(path)))
    }

    @Test("Without changes nothing changes")
    func none() {
        #expect(JSONEdits().isEmpty)
        #expect(
            canonical(JSONEdits())
                == #"{"event_name":"purchase","n":1.50,"user":{"email":["a@example.com","b@example.com"],"id":"7"}}"#)
    }

    @Test("Values are replaced at their own places, in any order of asking")
    func replace() throws {
        for paths in [["user.id", "user.email[0]", "user.email[1]"], ["user.email[1]", "user.email[0]", "user.id"]] {
            var edits = JSONEdits()
            for path in paths { edits.replace(try value(path), with: "digest of \"\(path)\"") }
            #expect(!edits.isEmpty)
            let expected =
                #"{"event_name":"purchase","n":1.50,"user":{"email":["digest of \"user.email[0]\"","#
                + #""digest of \"user.email[1]\""],"id":"digest of \"user.id\""}}"#
            #expect(canonical(edits) == expected)
        }
    }

    @Test("A replacement can be any canonical value, also for a whole object, and the last one counts")
    func replaceWithCanonical() throws {
        var edits = JSONEdits()
        edits.replace(try value("user.id"), with: "lost with its object")
        edits.replace(try value("user"), with: "first")
        edits.replace(try value("user"), withCanonical: Array(#"{"a":[1]}"#.utf8))
        #expect(canonical(edits) == #"{"event_name":"purchase","n":1.50,"user":{"a":[1]}}"#)
    }

    @Test(
        "Members and elements are left out with their commas",
        arguments: [
            (["user"], #"{"event_name":"purchase","n":1.50}"#),
            (["event_name", "n", "user"], "{}"),
            (["user.email[0]", "n"], #"{"event_name":"purchase","user":{"email":["b@example.com"],"id":"7"}}"#),
            (["user.email[1]", "event_name"], #"{"n":1.50,"user":{"email":["a@example.com"],"id":"7"}}"#),
            (["user.email[0]", "user.email[1]", "user.id", "n"], #"{"event_name":"purchase","user":{"email":[]}}"#),
        ])
    func remove(_ paths: [String], _ expected: String) throws {
        var edits = JSONEdits()
        for path in paths { edits.remove(try value(path)) }
        #expect(canonical(edits) == expected)
    }

    @Test("Members are added at the top, in order, and take the place of members of that name")
    func set() {
        var edits = JSONEdits()
        edits.set("generated", to: true)
        edits.set("a \"quoted\" key", to: "text\n")
        edits.set("zz", to: -12)
        edits.set("n", toCanonical: Array(#"[1.0,{"x":null}]"#.utf8))
        edits.set("zz", to: -13)
        let expected =
            #"{"a \"quoted\" key":"text\n","event_name":"purchase","generated":true,"n":[1.0,{"x":null}],"#
            + #""user":{"email":["a@example.com","b@example.com"],"id":"7"},"zz":-13}"#
        #expect(canonical(edits) == expected)
    }

    @Test("An added member takes the place of one whose key has escapes, and of one that is replaced or left out")
    func setAndOthers() throws {
        let root = try JSONDocument(Array(#"{"\u0061":1,"b":2,"c":{"a":3}}"#.utf8)).root
        var edits = JSONEdits()
        edits.set("a", to: "new")
        edits.set("b", to: "new")
        edits.remove(try #require(root["b"]))
        edits.replace(try #require(root["a"]), with: "not seen")
        let written = root.canonicalBytes(applying: edits)
        #expect(String(decoding: written, as: UTF8.self) == #"{"a":"new","b":"new","c":{"a":3}}"#)
    }

    @Test("Members are added to an empty object and not to objects inside")
    func setInEmpty() throws {
        let empty = try JSONDocument(Array("{ }".utf8)).root
        var edits = JSONEdits()
        edits.set("b", to: 1)
        edits.set("a", to: false)
        #expect(empty.canonicalBytes(applying: edits).elementsEqual(#"{"a":false,"b":1}"#.utf8))
        let inner = try #require(root["user"])
        #expect(
            inner.canonicalBytes(applying: edits)
                .elementsEqual(#"{"a":false,"b":1,"email":["a@example.com","b@example.com"],"id":"7"}"#.utf8))
    }

    @Test("Any number of changes at random places gives what rebuilding the document gives, seed 5")
    func random() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<300 {
            let count = Int.random(in: 1...120, using: &random)
            let root = try JSONDocument(Array(("[" + (0..<count).map(String.init).joined(separator: " , ") + "]").utf8))
                .root
            var expected: [String] = (0..<count).map(String.init)
            var edits = JSONEdits()
            for (index, element) in root.elements.enumerated().shuffled(using: &random).prefix(count / 2) {
                if random.once(in: 3) {
                    edits.remove(element)
                    expected[index] = ""
                } else {
                    edits.replace(element, with: "new \(index)")
                    expected[index] = "\"new \(index)\""
                }
            }
            let written = String(decoding: root.canonicalBytes(applying: edits), as: UTF8.self)
            #expect(written == "[" + expected.filter { !$0.isEmpty }.joined(separator: ",") + "]")
        }
    }
}
