import OutboxCore
import OutboxTestSupport
import OutboxYAML
import Testing

@testable import OutboxServer

@Suite("The OpenAPI document")
struct APIDocumentTests {
    private static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    private func root() throws -> YAMLNode {
        try #require(try YAMLDocument.parse(String(decoding: APIDocument.yaml, as: UTF8.self)))
    }

    @Test("Has every route with every status that the code knows, and no other")
    func complete() throws {
        var documented: [String: Set<Int>] = [:]
        for path in try #require(try root()["paths"]).members {
            for (method, operation) in path.value.members where Self.methods.contains(method) {
                let statuses = operation["responses"]?.members.compactMap { Int($0.key) } ?? []
                documented["\(method.uppercased()) \(path.key)"] = Set(statuses)
            }
        }
        let known = Route.allCases.map { ("\($0.method) \($0.path)", $0.statuses) }
        #expect(documented == Dictionary(uniqueKeysWithValues: known))
    }

    @Test("Refers only to what is in it, and says in words what each operation does")
    func sound() throws {
        let root = try root()
        var references: [String] = []
        func collect(_ node: YAMLNode) {
            for (key, value) in node.members {
                if key == "$ref", let text = value.text { references.append(text) }
                collect(value)
            }
            for item in node.items { collect(item) }
        }
        collect(root)
        #expect(references.count > 50)
        for reference in Set(references) {
            let parts = reference.split(separator: "/").dropFirst().map(String.init)
            #expect(parts.reduce(Optional(root)) { $0?[$1] } != nil, "\(reference)")
        }
        for path in try #require(root["paths"]).members {
            for (method, operation) in path.value.members where Self.methods.contains(method) {
                #expect(operation["summary"]?.text?.hasSuffix(".") == true, "\(method) \(path.key)")
                #expect(operation["operationId"]?.text != nil)
            }
        }
    }

    @Test("Is served as it is")
    func served() async throws {
        try await RunningServer.with { server in
            let answer = try await server.exchange("GET", "/openapi.yaml")
            #expect(answer.status == 200 && Array(answer.body.utf8) == APIDocument.yaml)
            #expect(answer.headers["content-type"] == "application/yaml")
        }
    }
}

extension YAMLNode {
    /// The members of a mapping; none of anything else.
    fileprivate var members: [(key: String, value: YAMLNode)] {
        guard case .mapping(let entries) = content else { return [] }
        return entries.map { ($0.key, $0.value) }
    }

    /// The items of a list; none of anything else.
    fileprivate var items: [YAMLNode] {
        guard case .list(let items) = content else { return [] }
        return items
    }

    fileprivate subscript(key: String) -> YAMLNode? {
        members.first { $0.key == key }?.value
    }
}
