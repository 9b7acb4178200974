import OutboxConfiguration
import OutboxCore
import OutboxMapping
import OutboxRouting

/// One going live: what was left, what is changed in the file, and what became of it.
struct GoLiveRun {
    /// How far it came.
    enum Result: String {
        /// Something must be decided by hand; nothing was changed.
        case undecided
        /// The file cannot be changed exactly, or not written; nothing was changed.
        case unwritten
        /// The change was shown.
        case shown
        /// It is live.
        case live
        /// It was live before, and nothing was changed.
        case alreadyLive = "already_live"
    }

    let destination: String
    let configuration: Configuration
    let leftovers: [Leftover]
    /// The kinds that are meant to stay.
    let keep: Set<String>
    let sessions: [TestSession]
    let mode: DestinationMode
    private var result = Result.undecided
    private var edit: GoLiveEdit?
    /// The file's bytes before.
    private var old: [UInt8] = []
    /// The difference as `patch` takes it.
    private var patch = ""
    private var problem: String?
    /// What the running processes made of the file.
    var reload: ReloadRun.Outcome?

    init(
        destination: String, configuration: Configuration, leftovers: [Leftover], keep: Set<String>,
        sessions: [TestSession], mode: DestinationMode
    ) {
        self.destination = destination
        self.configuration = configuration
        self.leftovers = leftovers
        self.keep = keep
        self.sessions = sessions
        self.mode = mode
    }

    /// Whether the file says so already.
    var isLive: Bool { mode == .live }

    /// Says that there is nothing to do.
    mutating func leaveAsItIs(_ console: Console) {
        result = .alreadyLive
        console.line("\(destination) is live already, nothing was changed")
    }

    /// What a person has to decide first.
    var openQuestions: [Leftover] {
        leftovers.filter { $0.byHand != nil && !keep.contains($0.kind.rawValue) }
    }

    /// Prints what the test left behind.
    func printLeftovers(_ console: Console) {
        console.line("\(destination): mode \(mode.rawValue)" + (isLive ? "" : " -> live"))
        for leftover in leftovers where !isLive || leftover.byHand == nil {
            let place = leftover.line.map { "  (\(configuration.file):\($0))" } ?? ""
            let done = leftover.byHand == nil && !leftover.isAnothers ? "removes" : "keeps  "
            let word = byHand(leftover) ? console.styled("by hand", .red) : done
            console.line("  \(word)  \(leftover.text)\(place)")
            if let advice = leftover.byHand, byHand(leftover) { console.line("           \(advice)") }
        }
    }

    private func byHand(_ leftover: Leftover) -> Bool {
        leftover.byHand != nil && !keep.contains(leftover.kind.rawValue)
    }

    /// Finds the change to the file and shows it; false where there is none that is exact.
    mutating func makePatch(_ console: Console) -> Bool {
        do { old = try FileReplacement.contents(of: configuration.file) } catch {
            result = .unwritten
            problem = error.description
            console.line("\(error)")
            return false
        }
        switch GoLiveEdit.make(of: old, destination: destination) {
        case .failure(let obstacle):
            result = .unwritten
            problem = obstacle.problem
            console.line("\(configuration.file) is left as it is: \(obstacle.problem)")
            for advice in obstacle.advice { console.line("  by hand: \(advice)") }
            return false
        case .success(let edit):
            if let other = destinationTakenAlong(by: edit) {
                result = .unwritten
                problem = "destinations.\(other) takes its mode or code from \(destination) and would change with it"
                console.line("\(configuration.file) is left as it is: \(problem ?? "")")
                console.line("  by hand: write `mode: test` (and its test_event_code) below destinations.\(other)")
                return false
            }
            self.edit = edit
            patch =
                UnifiedDiff(
                    shown(old), shown(edit.bytes), oldName: configuration.file, newName: configuration.file
                ).text
            result = .shown
            if !patch.isEmpty { console.line(String(patch.dropLast())) }
            return true
        }
    }

    /// The file as it may be shown: with its lines, and without clear identities.
    private func shown(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        let shown = configuration.hiddenConstants.shownText(ofDocument: text)
        return shown == text ? bytes : Array(shown.utf8)
    }

    /// Another destination whose mode or code the edit would change too (`like:`); nobody was asked about it.
    private func destinationTakenAlong(by edit: GoLiveEdit) -> String? {
        let changed = Configuration.load(bytes: edit.bytes, file: configuration.file, folder: "/").configuration
        return configuration.destinations.first { before in
            guard before.name != destination, let after = changed?.destination(named: before.name) else { return false }
            return after.rules.mode != before.rules.mode || after.rules.testEventCode != before.rules.testEventCode
        }?.name
    }

    /// Writes the file; where it cannot be written, says so, for the patch is printed already.
    mutating func write(_ console: Console) -> Bool {
        guard let edit else { return false }
        guard old != edit.bytes else {
            result = .live
            return true
        }
        do {
            try FileReplacement.replace(configuration.file, holding: old, with: edit.bytes)
            result = .live
            return true
        } catch {
            result = .unwritten
            problem = error.description
            let isWhole = shown(old) == old
            console.line(
                "\(error): \(destination) stays in test mode; "
                    + (isWhole ? "apply the patch above" : "change the lines above by hand (identities are not shown)")
                    + " where it can be written")
            return false
        }
    }

    /// The one document of `--json`.
    var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("destination", destination)
        writer.member("result", result.rawValue)
        writer.member("problem", problem)
        writer.key("leftovers")
        writer.beginArray()
        for leftover in leftovers {
            writer.beginObject()
            writer.member("kind", leftover.kind.rawValue)
            writer.member("text", leftover.text)
            writer.member("line", leftover.line)
            writer.member("by_hand", byHand(leftover) ? leftover.byHand : nil)
            writer.endObject()
        }
        writer.endArray()
        writer.member("patch", patch.isEmpty ? nil : patch)
        writer.key("reload")
        if let reload { reload.write(to: &writer) } else { writer.null() }
        writer.endObject()
        return writer.bytes
    }
}
