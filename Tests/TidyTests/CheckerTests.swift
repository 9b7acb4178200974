import Testing

/// The checker sees every kind of offence, says where it is, and leaves alone what only looks like one.
@Suite struct CheckerTests {
    @Test("A planted offence is reported, alone, with its line", arguments: PlantedOffence.rows)
    func plantedOffenceIsReported(planted: PlantedOffence) throws {
        let found = Checker.offences(path: planted.path, text: planted.text)
        let offence = try #require(found.first)
        #expect(found.count == 1, "\(found)")
        #expect(offence.line == planted.line, "\(offence)")
        #expect(offence.problem.contains(planted.problem), "\(offence)")
        #expect(!offence.remedy.isEmpty)
    }

    @Test("An offence reads as file, line, problem and remedy")
    func offenceIsReadable() throws {
        let found = Checker.offences(path: "Sources/OutboxWorker/Lane.swift", text: "struct Lane { let a = b! }\n")
        let words = try #require(found.first).description
        #expect(words.hasPrefix("Sources/OutboxWorker/Lane.swift:1: a value is unwrapped by force; bind it"))
    }

    @Test(
        "What only looks like an offence is left alone",
        arguments: [
            "let a = b != c && !d && (!e)",
            "func wait() { if !a { return } }",
            "@Test func wait() { #expect(!a) }",
            "let a = \"b! try! as! fatalError( Task { @unchecked Sendable\"",
            "let a = #\"a \"quoted\" b!\"#",
            "let a = \"\"\"\n    b!\n    print(c)\n    \"\"\"",
            "// b! try! fatalError( print(",
            "/* b! /* nested! */ c! */",
            "let a = /b!\\/c!/",
            "let a = #/b! \"/#",
            "let a = b / c, d = e / f",
            "func print(_ text: String) {}",
            "func wait() { printer.print(a) }",
            "func wait() async throws { try await Task.sleep(for: .seconds(1)) }",
            "let task: Task<Void, Never>?",
            "func wait() { timer.setEventHandler { @Sendable in a() } }",
            "func wait() { timer.setEventHandler(handler: { @Sendable [a] in a() }) }",
            "func wait() { centre.notify(a) { b() } }",
            "/// Protected by its own queue.\nfinal class Claim: @unchecked Sendable {}",
            "/// The name of the claim.\n@discardableResult\npackage func wait() -> Int { 1 }",
            "/// The first line.\n/// And another one.\npackage init() {}",
            "@inlinable\n/// Between attribute and name.\npackage func wait() {}",
            "/** A block of words. */ \npublic struct Claim {}",
            "let package = 1",
            "func wait() { a[0] = open\nlet b = 1 }",
            "let todo = \"TODOS\"",
        ])
    func lookalikesAreLeftAlone(code: String) {
        let found = Checker.offences(
            path: "Sources/OutboxWorker/Lane.swift", text: PlantedOffence.type(holding: code))
        #expect(found.isEmpty, "\(found)")
    }

    @Test("What is at a limit is allowed")
    func limitsAreInclusive() {
        let function = PlantedOffence.function("func wait()", lines: 70)
        let file = PlantedOffence.type(holding: function + String(repeating: "\n", count: 328))
        #expect(Checker.offences(path: "Sources/OutboxWorker/Lane.swift", text: file).isEmpty)

        let line = "// " + String(repeating: "é", count: 117)
        #expect(Checker.offences(path: "deploy/test", text: line).isEmpty)
    }

    @Test("Commands print and start tasks, tests import what they like, a sleep may be explained")
    func exceptionsHold() {
        let face = PlantedOffence.type(holding: "func wait() { print(1); Task { a() } }")
        #expect(Checker.offences(path: "Sources/OutboxCommands/Lane.swift", text: face).isEmpty)

        let dispatch = "import Dispatch\n\n" + PlantedOffence.type(holding: "func wait() { Task { a() } }")
        #expect(Checker.offences(path: "Sources/OutboxDispatch/Lane.swift", text: dispatch).isEmpty)

        let busyWait = "struct BusyWait {\nfunc wait() { usleep(1) }\n}\n"
        #expect(Checker.offences(path: "Sources/OutboxSQLite/Connection/BusyWait.swift", text: busyWait).isEmpty)

        let lines = "func wait() {\n// The kernel gives no sign of it.\nusleep(1)\nclock.sleep(a)\n}"
        let test = "import Foundation\n@testable import OutboxSQLite\n\n" + PlantedOffence.type(holding: lines)
        #expect(Checker.offences(path: "Tests/OutboxWorkerTests/Lane.swift", text: test).isEmpty)
    }

    @Test("Types of the file's name are found, however they are written")
    func fileNamesHold() {
        let rows = [
            ("Lane.swift", "protocol Lane {}"), ("Lane.swift", "typealias Lane = Int"),
            ("Lane+Claiming.swift", "extension Worker.Lane {}"), ("Lane+Claiming.swift", "extension Lane: Claim {}"),
            ("Lane.swift", "@MainActor final class Lane<Store> where Store: Claim {}"), ("main.swift", "let a = 1"),
            ("Exports.swift", "@_exported public import OutboxCore"),
        ]
        for (name, text) in rows {
            let found = Checker.offences(path: "Sources/OutboxWorker/\(name)", text: text + "\n")
            #expect(found.isEmpty, "\(found)")
        }
    }
}
