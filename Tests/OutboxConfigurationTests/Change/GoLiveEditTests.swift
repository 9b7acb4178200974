import OutboxCore
import OutboxRouting
import OutboxTestSupport
import Testing

@testable import OutboxConfiguration

@Suite("Going live in the file")
struct GoLiveEditTests {
    private func edit(_ text: String, _ destination: String = "main") throws -> GoLiveEdit {
        try GoLiveEdit.make(of: Array(text.utf8), destination: destination).get()
    }

    private func edited(_ destination: String) throws -> String {
        let head = "version: 1\ndestinations:\n"
        let text = String(decoding: try edit(head + destination).bytes, as: UTF8.self)
        #expect(text.hasPrefix(head))
        return String(text.dropFirst(head.count))
    }

    @Test(
        "Changes the word behind mode and takes the line of the code, whatever stands around them",
        arguments: [
            ("  main:\n    mode: test\n    test_event_code: TEST1\n    x: 1\n", "  main:\n    mode: live\n    x: 1\n"),
            (
                "  main:\n    x: 1\n    test_event_code: TEST1   # today's\n    mode: test  # for now\n",
                "  main:\n    x: 1\n    mode: live  # for now\n"
            ),
            ("  main:\r\n    mode: test\r\n    test_event_code: T\r\n", "  main:\r\n    mode: live\r\n"),
            ("  main:\n    mode: 'test'\n    \"test_event_code\" : \"T,1\"\n", "  main:\n    mode: 'live'\n"),
            ("  main: {mode: test, test_event_code: T, x: 1}\n", "  main: {mode: live, x: 1}\n"),
            ("  main: {x: 1, mode: test, test_event_code: T}\n", "  main: {x: 1, mode: live}\n"),
            ("  main: {test_event_code: T, x: 1}\n", "  main: {mode: live, x: 1}\n"),
            ("  main: {x: 1, events: {mode: A}}\n", "  main: {mode: live, x: 1, events: {mode: A}}\n"),
            ("  main:\n    test_event_code: T # gone\n    x: 1\n", "  main:\n    mode: live\n    x: 1\n"),
            ("  main:\n    # first\n    x: 1\n", "  main:\n    # first\n    mode: live\n    x: 1\n"),
            ("  main:\n    mode: dry_run\n", "  main:\n    mode: live\n"),
            ("  main:\n    x: 1\n    mode: test", "  main:\n    x: 1\n    mode: live"),
            ("  main:\n    mode:\n      test\n    test_event_code:\n      T\n", "  main:\n    mode:\n      live\n"),
            (
                "  main: {\n      mode: test,\n      test_event_code: T, # T\n      x: 1 }\n",
                "  main: {\n      mode: live,\n      x: 1 }\n"
            ),
            (
                "  a: &b {x: 1, mode: test}\n  main: {<<: *b}\n",
                "  a: &b {x: 1, mode: test}\n  main: {mode: live, <<: *b}\n"
            ),
            (
                "  a: {mode: &mode test}\n  main:\n    mode: *mode\n    x: 1\n",
                "  a: {mode: &mode test}\n  main:\n    mode: live\n    x: 1\n"
            ),
            ("  main:\n    mode: live\n    test_event_code: T\n", "  main:\n    mode: live\n"),
            ("  main:\n    mode: live\n    x: 1\n", "  main:\n    mode: live\n    x: 1\n"),
        ])
    func changes(_ row: (before: String, after: String)) throws {
        #expect(try edited(row.before) == row.after)
    }

    @Test("Says what goes and which lines it touches")
    func summary() throws {
        let edit = try edit(Sample.full)
        #expect(edit.testEventCode == "TEST12345")
        let lines = Sample.full.split(separator: "\n", omittingEmptySubsequences: false)
        let keys = edit.lines.map { String(lines[$0 - 1].split(separator: ":")[0]) }
        #expect(keys == ["    mode", "    test_event_code"])
        let report = Configuration.load(bytes: edit.bytes, file: "outbox.yml", folder: "/etc/outbox")
        #expect(report.errors.isEmpty)
        #expect(report.configuration?.destinations[0].rules.mode == .live)
        #expect(report.configuration?.destinations[0].rules.testEventCode == nil)
    }

    @Test(
        "Changes nothing where other lines would change with it, and says what to do by hand",
        arguments: [
            "  main: &a {mode: test, test_event_code: T}\n  other: *a\n",
            "  a: &a {mode: test, test_event_code: T}\n  main: {<<: *a}\n",
            "  main: {mode: &m test}\n  other: {mode: *m}\n",
        ])
    func obstacles(_ text: String) throws {
        let result = GoLiveEdit.make(of: Array(("destinations:\n" + text).utf8), destination: "main")
        guard case .failure(let obstacle) = result else {
            Issue.record("changed: \(try String(decoding: result.get().bytes, as: UTF8.self))")
            return
        }
        #expect(obstacle.advice.contains { $0.contains("mode: live") })
        #expect(obstacle.advice.allSatisfy { $0.hasPrefix("line ") })
    }

    @Test("A destination that is not there is no change")
    func unknown() {
        let result = GoLiveEdit.make(of: Array(Sample.full.utf8), destination: "mian")
        #expect(throws: GoLiveEdit.Obstacle.self) { try result.get() }
    }

    @Test("Of any file it changes the lines concerned and nothing else, and the file then says the same but for these")
    func randomFiles() throws {
        var random = SeededRandom(printingSeedAs: "OUTBOX_GOLIVE_SEED")
        for round in 0..<1500 {
            let file = RandomConfigurationFile(&random)
            let before = Array(file.text.utf8)
            let edit = try GoLiveEdit.make(of: before, destination: file.destination).get()
            let note = Comment(rawValue: "\(random) round \(round): \(file.text)")
            var expected = try #require(load(before), note)
            let index = try #require(expected.destinations.firstIndex { $0.name == file.destination }, note)
            expected.destinations[index].rules.mode = .live
            expected.destinations[index].rules.testEventCode = nil
            let actual = try #require(load(edit.bytes), note)
            #expect(settings(actual) == settings(expected), note)
            let text = String(decoding: edit.bytes, as: UTF8.self)
            for comment in file.comments where !isBehindCode(comment, file) { #expect(text.contains(comment), note) }
            // What is not one of these lines stands there as before, in the same order.
            let oldLines = before.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let kept = oldLines.enumerated().filter { !edit.lines.contains($0.offset + 1) }.map(\.element)
            let newLines = edit.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let difference = newLines.difference(from: kept)
            #expect(difference.removals.isEmpty, note)
            #expect(difference.insertions.count <= max(edit.lines.count, 1), note)
            #expect(edit.lines.count <= 2, note)
        }
    }

    private func load(_ bytes: [UInt8]) -> Configuration? {
        Configuration.load(bytes: bytes, file: "outbox.yml", folder: "/etc/outbox").configuration
    }

    /// A configuration in words, without what a line more or less changes.
    private func settings(_ configuration: Configuration) -> String {
        var settings = configuration
        var events: [String] = []
        settings.text = ""
        settings.secrets = []
        for index in settings.sources.indices { settings.sources[index].line = nil }
        for index in settings.destinations.indices {
            settings.destinations[index].line = nil
            for (name, rules) in (settings.destinations[index].rules.events ?? [:]).sorted(by: { $0.key < $1.key }) {
                events.append("\(index) \(name): \(rules.map { $0.to ?? EventRule.keep })")
            }
            settings.destinations[index].rules.events = nil
            settings.destinations[index].rules.lines = [:]
        }
        return String(describing: settings) + events.joined()
    }

    private func isBehindCode(_ comment: String, _ file: RandomConfigurationFile) -> Bool {
        file.text.split(whereSeparator: \.isNewline).contains { line in
            line.hasSuffix(comment) && line.split(separator: "#")[0].contains("test_event_code")
        }
    }
}

extension CollectionDifference {
    fileprivate var isEmpty: Bool { insertions.isEmpty && removals.isEmpty }
}
