import OutboxCore
import OutboxIntake

/// Imports files of events: cut into records, judged one by one, kept a thousand at a time.
final class FileImport {
    /// What became of the records.
    struct Counts: Equatable {
        var accepted = 0
        var duplicates = 0
        var rejected = 0
    }

    /// Lines between two commits.
    static let linesPerCommit = 1000
    /// Bytes between two commits, whatever the lines.
    private static let bytesPerCommit = 4 << 20

    private let store: any OutboxStore
    private let fanOut: FanOut
    private let intake: Intake
    private let rebase: TimeRebase?
    private let recordLimit: Int
    private let rejects: RejectsFile
    private let source: SourceID
    private var rejected = RejectBuffer()
    private var rejectedSinceCommit = 0
    private let console: Console
    private(set) var counts = Counts()
    private var events: [NewEvent] = []
    private var eventBytes = 0
    private var differing = 0
    private var hiddenIDs = 0

    init(
        store: any OutboxStore, fanOut: FanOut, intake: Intake, source: SourceID, rebase: TimeRebase?,
        recordLimit: Int, rejects: RejectsFile, console: Console
    ) {
        self.store = store
        self.fanOut = fanOut
        self.intake = intake
        self.source = source
        self.rebase = rebase
        self.recordLimit = recordLimit
        self.rejects = rejects
        self.console = console
    }

    /// Imports one file to its end; everything that was counted is on disk when this returns or throws.
    func run(_ file: InputFile, format: FileFormat) async throws {
        // Equal events without an id are told apart by their place in this file.
        let arrival = Arrival.file(FileOccurrences(), rebase: rebase)
        var documents = FileDocuments(path: file.path, format: format, limit: recordLimit)
        do {
            while let bytes = try file.next() {
                for document in try documents.split(bytes) { try await take(document, arrival, of: file) }
                showProgress(file)
            }
            for document in try documents.finish() { try await take(document, arrival, of: file) }
            try await commit()
        } catch {
            try? rejects.flush()
            throw error
        }
        try rejects.flush()
        console.endProgress()
    }

    /// Sentences about repeated events whose body differs from the one that is kept, and about ids that a pixel cannot
    /// share.
    var warnings: [String] {
        var warnings: [String] = []
        if differing > 0 {
            let duplicates = differing == 1 ? "1 duplicate has" : "\(differing) duplicates have"
            warnings.append("\(duplicates) another body than the event that is kept: the first one stays")
        }
        if hiddenIDs > 0 {
            warnings.append("event_id of \(Plural.text(hiddenIDs, "event")) \(Intake.hiddenEventID)")
        }
        return warnings
    }

    private func take(_ document: FileDocuments.Document, _ arrival: Arrival, of file: InputFile) async throws {
        // A record of which an event is rejected is kept whole: its good events are duplicates when it comes again.
        var rejected: [EventProblem] = []
        // Read once, however many of its events are rejected.
        var excerpts: RejectedDocument?
        let receivedAt = SystemClock.now
        for (index, result) in judge(document, receivedAt, arrival).enumerated() {
            switch result {
            case .accepted(let event, let warnings):
                if warnings.contains(where: { $0.problem == Intake.hiddenEventID }) { hiddenIDs += 1 }
                events.append(event)
                eventBytes += event.record.count
            case .rejected(let problems):
                counts.rejected += 1
                rejected += problems
                let readable = excerpts ?? RejectedDocument(document.bytes, of: intake)
                excerpts = readable
                note(readable.event(at: index, problems: problems, rejectedAt: receivedAt))
            }
        }
        if !rejected.isEmpty { try rejects.append(document.record, in: file.path, problems: rejected) }
        if events.count + rejectedSinceCommit >= Self.linesPerCommit || eventBytes >= Self.bytesPerCommit {
            try await commit()
        }
    }

    private func note(_ event: RejectedEvent) {
        rejected.add(event, of: source)
        rejectedSinceCommit += 1
    }

    private func judge(
        _ document: FileDocuments.Document, _ receivedAt: Timestamp, _ arrival: Arrival
    ) -> [IntakeResult] {
        switch document.event {
        case .success(let bytes): intake.acceptAll(bytes, receivedAt: receivedAt, arrival: arrival)
        case .failure(let problem): [.rejected([EventProblem(path: "", problem: problem.text)])]
        }
    }

    private func commit() async throws {
        // Rejects go first: a kill between the two counts a reject again, and never leaves one out.
        rejectedSinceCommit = 0
        if !rejected.isEmpty { try await store.record(rejected.take()) }
        guard !events.isEmpty else { return }
        let batch = events
        events.removeAll(keepingCapacity: true)
        eventBytes = 0
        for (event, outcome) in zip(batch, try await store.enqueue(batch, fanOut: fanOut)) {
            switch outcome {
            case .accepted: counts.accepted += 1
            case .duplicate:
                counts.duplicates += 1
                guard outcome.isDiffering else { continue }
                differing += 1
                if let reject = RejectedDocument.differingRepeat(event) { rejected.add(reject, of: source) }
            }
        }
        if !rejected.isEmpty { try await store.record(rejected.take()) }
    }

    private func showProgress(_ file: InputFile) {
        guard console.showsProgress else { return }
        let done = counts.accepted + counts.duplicates + counts.rejected
        let share = file.size.map { $0 > 0 ? " \(min(100, file.position * 100 / $0)) %" : "" } ?? ""
        console.progress("\(file.path)\(share): \(done) events")
    }
}
