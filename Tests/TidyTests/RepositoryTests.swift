import Foundation
import Testing

/// The repository keeps the rules of the house.
@Suite struct RepositoryTests {
    @Test("No file breaks a rule")
    func repositoryIsTidy() throws {
        let repository = try Repository.read(at: Repository.current)
        #expect(repository.files.contains { $0.path == "Package.swift" }, "The repository was not found.")
        for offence in Checker.offences(in: repository) {
            Issue.record("\(offence)")
        }
    }

    @Test("The top level holds what the design names", .enabled("git does not answer here", gitAnswers))
    func topLevelIsTidy() throws {
        let paths = try Repository(root: Repository.current, files: []).trackedPaths()
        for offence in TopLevelRule().offences(in: paths) {
            Issue.record("\(offence)")
        }
    }

    @Test("A stranger at the top level is reported, and a missing one")
    func topLevelOffencesAreReported() {
        let paths = [
            "Package.swift", "Sources/A/B.swift", "Tests/A/B.swift", "migrations/sqlite/A.swift", "README.md",
            "deploy/test", ".ci/run", ".gitignore",
        ]
        #expect(TopLevelRule().offences(in: paths + ["LICENSE"]).isEmpty)
        let found = TopLevelRule().offences(in: paths + ["scripts/test"])
        #expect(found.map(\.path) == ["scripts", "LICENSE"])
    }

    @Test("A module without sources is reported, and sources without a module")
    func moduleOffencesAreReported() throws {
        let manifest = SourceFile(
            path: "Package.swift",
            text: """
                let package = Package(targets: [
                    .target(name: "OutboxCore"),
                    .target(name: "OutboxEmpty", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
                    .target(name: "OutboxSQLiteMigrations", path: "migrations/sqlite"),
                    .testTarget(name: "OutboxCoreTests"),
                ])
                """)
        let files = [
            "Sources/OutboxCore/Core.swift", "migrations/sqlite/Migrations.swift", "Tests/OutboxCoreTests/A.swift",
            "Sources/OutboxDead/Dead.swift",
        ].map { SourceFile(path: $0, text: "") }
        let found = ModuleRule().offences(manifest: manifest, files: files)
        #expect(found.map(\.path) == ["Package.swift", "Sources/OutboxDead"])
        #expect(found.first?.line == 3)
        #expect(found.first?.problem == "OutboxEmpty has no source file in Sources/OutboxEmpty")
    }

    @Test("Offences are found in the files of a folder, scripts and migrations included")
    func offencesAreFoundOnDisk() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "tidy test \(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let long = String(repeating: "x", count: 121)
        let files = [
            "Package.swift": "let a = [.target(name: \"OutboxCore\")]\n",
            "Sources/OutboxCore/Deep/Event.swift": "struct Event { let a = b! }\n",
            "migrations/sqlite/sql/v0001_initial.sql": "-- \(long)\n",
            "deploy/test": "# \(long)\n",
            "deploy/sample/data.csv": "\(long)\n",
            "Tests/OutboxCoreTests/EventTests.swift": "struct Other {}\n",
        ]
        for (path, text) in files {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
        let found = Checker.offences(in: try Repository.read(at: root))
        #expect(
            found.map(\.path) == [
                "Sources/OutboxCore/Deep/Event.swift", "Tests/OutboxCoreTests/EventTests.swift",
                "migrations/sqlite/sql/v0001_initial.sql", "deploy/test", "Tests/OutboxCoreTests", "migrations/sqlite",
            ])
    }
}

/// Whether git is there and takes the repository for its own.
private func gitAnswers() -> Bool {
    (try? Repository(root: Repository.current, files: []).trackedPaths()) != nil
}
