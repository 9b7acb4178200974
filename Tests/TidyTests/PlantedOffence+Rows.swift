extension PlantedOffence {
    /// One offence of each kind, and of each form that could slip through.
    static let rows: [PlantedOffence] = lengths + names + documentation + arrows + bans + calls + concurrency + tests

    private static let lengths = [
        PlantedOffence(
            kind: "a file of 401 lines", text: type(holding: String(repeating: "\n", count: 398)),
            line: 401, problem: "the file has 401 lines, 400 are allowed"),
        PlantedOffence(
            kind: "a migration of 401 lines", path: "migrations/sqlite/sql/v0002_more.sql",
            text: String(repeating: "--\n", count: 401), line: 401, problem: "401 lines"),
        PlantedOffence(
            kind: "a test file of 601 lines", path: "Tests/OutboxWorkerTests/Lane.swift",
            text: type(holding: String(repeating: "\n", count: 598)), line: 601, problem: "601 lines, 600"),
        PlantedOffence(
            kind: "a line of 121 columns", text: type(holding: "// " + String(repeating: "é", count: 118)),
            line: 2, problem: "121 columns"),
        PlantedOffence(
            kind: "a script's line of 121 columns", path: "deploy/test",
            text: "#!/usr/bin/env bash\n# " + String(repeating: "x", count: 119) + "\n", line: 2, problem: "121 columns"
        ),
        PlantedOffence(
            kind: "a function of 71 lines", text: type(holding: function("func wait()", lines: 71)),
            line: 2, problem: "`wait` has 71 lines"),
        PlantedOffence(
            kind: "an operator of 71 lines",
            text: type(holding: function("static func == (left: Lane, right: Lane) -> Bool", lines: 71)),
            line: 2, problem: "`==` has 71 lines"),
        PlantedOffence(
            kind: "an initialiser of 71 lines", text: type(holding: function("init?(name: String)", lines: 71)),
            line: 2, problem: "`init` has 71 lines"),
        PlantedOffence(
            kind: "a computed property of 71 lines", text: type(holding: function("var name: String", lines: 71)),
            line: 2, problem: "`name` has 71 lines"),
        PlantedOffence(
            kind: "a subscript of 71 lines", text: type(holding: function("subscript(index: Int) -> Int", lines: 71)),
            line: 2, problem: "`subscript` has 71 lines"),
        PlantedOffence(
            kind: "a setter of 71 lines",
            text: type(holding: "var name: String {\nget { text }\n\(function("set(new)", lines: 71))\n}"),
            line: 4, problem: "`set` has 71 lines"),
        PlantedOffence(
            kind: "an observer of 71 lines",
            text: type(holding: "var name = \"\" {\n\(function("didSet", lines: 71))\n}"),
            line: 3, problem: "`didSet` has 71 lines"),
        PlantedOffence(
            kind: "a long function whose strings hold braces",
            text: type(holding: function("func wait()\n", lines: 70).replacing("    work()", with: "    work(\"}\")")),
            line: 2, problem: "`wait` has 71 lines"),
    ]

    private static let names = [
        PlantedOffence(
            kind: "a file named after nothing in it", text: "struct Claim {}\n", line: nil, problem: "is called Lane"),
        PlantedOffence(
            kind: "an aspect of another type", path: "Sources/OutboxWorker/Lane+Claiming.swift",
            text: "extension Claim {}\n", line: nil, problem: "is called Lane"),
        PlantedOffence(
            kind: "a second main type",
            text: "struct Lane {}\n" + type("Claim", holding: String(repeating: "\n", count: 48)),
            line: 2, problem: "Claim is a second main type of 51 lines"),
        PlantedOffence(
            kind: "a file without code", text: "// Nothing yet.\n", line: nil, problem: "no code"),
    ]

    private static let documentation =
        [
            "package func wait() {}", "package var name = 1", "package let name = 1", "public init() {}",
            "package subscript(index: Int) -> Int { 1 }", "public static func wait() {}", "package struct Claim {}",
            "package enum Claim {}", "public final class Claim {}", "package actor Claim {}",
            "package typealias A = Int",
            "public private(set) var name = 1", "@discardableResult package func wait() -> Int { 1 }",
            "package nonisolated(unsafe) static var name = 1", "open class Claim {}",
        ].map { declaration in
            PlantedOffence(
                kind: "no comment above `\(declaration)`",
                text: type(holding: "// For the one reason.\n\(declaration)"),
                line: 3, problem: "has no `///` comment")
        } + [
            PlantedOffence(
                kind: "a comment that claims nothing", text: type(holding: "/// The name.\npackage var name = 1"),
                line: 3, problem: "has hardly a `///` comment"),
            PlantedOffence(
                kind: "a comment with a gap below", text: type(holding: "/// The name of it.\n\npackage var name = 1"),
                line: 4, problem: "has no `///` comment"),
            PlantedOffence(
                kind: "a requirement without a comment",
                text: "/// What a lane does.\npackage protocol Lane {\nfunc wait()\n}\n",
                line: 3, problem: "`func wait` has no"),
            PlantedOffence(
                kind: "a comment above an attribute of another declaration",
                text: type(
                    holding: "/// The name of it.\nvar name = 1\n@discardableResult\npackage func wait() -> Int { 1 }"),
                line: 5, problem: "`func wait` has no"),
        ]

    private static let arrows = [
        arrow("OutboxCore", "import OutboxIdentity"),
        arrow("OutboxCore", "import Foundation"),
        arrow("OutboxCore", "import Logging"),
        arrow("OutboxWorker", "package import OutboxSQLite"),
        arrow("OutboxWorker", "import AsyncHTTPClient"),
        arrow("OutboxWorker", "import Dispatch"),
        arrow("OutboxServer", "@preconcurrency import OutboxSQLite"),
        arrow("OutboxRouting", "import OutboxTikTok"),
        arrow("OutboxIntake", "import struct Foundation.Date"),
        arrow("OutboxTikTok", "internal import GRDB"),
        arrow("OutboxConfiguration", "import CZlib"),
        arrow("OutboxCommands", "import GRDBSQLite"),
        arrow("OutboxTool", "import OutboxCore"),
        PlantedOffence(
            kind: "a module the table does not know", path: "Sources/OutboxNew/Lane.swift",
            text: "import OutboxCore\n\nstruct Lane {}\n", line: nil, problem: "OutboxNew has no row"),
    ]

    private static func arrow(_ module: String, _ line: String) -> PlantedOffence {
        PlantedOffence(
            kind: "\(module) says `\(line)`", path: "Sources/\(module)/Lane.swift",
            text: "// Why.\n\(line)\n\nstruct Lane {}\n", line: 2, problem: "\(module) may not import")
    }

    private static let bans = [
        ban("let a = b!", "by force"),
        ban("let a = b()!.c", "by force"),
        ban("let a = b[0]!", "by force"),
        ban("let a = \"\\(b!)\"", "by force"),
        ban("var a: Lane!", "by force"),
        ban("let a = try! b()", "`try!` is banned"),
        ban("let a = b as! Lane", "`as!` is banned"),
        ban("let a = \"\"\"\n\"\"\"; let c = d!", "by force", line: 3),
        ban("// TODO: later", "a TODO is left"),
        ban("/* FIXME */", "a FIXME is left"),
        PlantedOffence(
            kind: "a TODO in a migration", path: "migrations/sqlite/sql/v0002_more.sql", text: "-- TODO\n", line: 1,
            problem: "a TODO is left"),
        PlantedOffence(
            kind: "unsafe flags", path: "Package.swift", text: "let a = [.unsafeFlags([\"-Ounchecked\"])]\n", line: 1,
            problem: "`unsafeFlags` is used"),
    ]

    private static let calls = [
        ban("func a() { fatalError(\"b\") }", "`fatalError(` is banned"),
        ban("func a() { print(\"b\") }", "`print(` is banned"),
        ban("func a() { Swift.print(\"b\") }", "`print(` is banned"),
        ban("func a() { Thread.sleep(forTimeInterval: 1) }", "`Thread.sleep` is banned"),
        ban("func a() { usleep(1) }", "`usleep(` is banned"),
        ban("func a() { Task.detached {} }", "`Task.detached` is banned"),
        ban("func a() { Task {} }", "`Task{` is banned"),
        ban("func a() { Task(priority: .high) {} }", "`Task(` is banned"),
        ban("func a() { _ = Task.init {} }", "`Task.init` is banned"),
    ]

    private static let concurrency = [
        ban("func a() { timer.setEventHandler { b() } }", "setEventHandler is not checked"),
        ban("func a() { timer.setEventHandler(qos: .utility) { [c] in b() } }", "setEventHandler is not checked"),
        ban("func a() { timer.setEventHandler(handler: { b() }) }", "setEventHandler is not checked"),
        ban("func a() { timer.setCancelHandler { b() } }", "setCancelHandler is not checked"),
        ban("func a() { group.notify(queue: queue) { b() } }", "notify is not checked"),
        ban("final class Claim: @unchecked Sendable {}", "without a reason"),
        ban("}\n\nextension Lane: @unchecked Sendable {", "without a reason", line: 4),
        ban("/// A claim.\nfinal class Claim: @unchecked Sendable {}", "without a reason", line: 3),
        ban("nonisolated(unsafe) static var a = 1", "without a reason"),
    ]

    private static func ban(_ code: String, _ problem: String, line: Int = 2) -> PlantedOffence {
        PlantedOffence(kind: code, text: type(holding: code), line: line, problem: problem)
    }

    private static let tests = [
        "func a() async throws { try await Task.sleep(for: .seconds(1)) }", "func a() { sleep(1) }",
        "func a() { usleep(1) }", "func a() { Thread.sleep(forTimeInterval: 1) }",
    ].map { code in
        PlantedOffence(
            kind: "a test says `\(code)`", path: "Tests/OutboxWorkerTests/Lane.swift", text: type(holding: code),
            line: 2, problem: "the test sleeps without a reason")
    }
}
