import FoundationEssentials
import OutboxCore
import OutboxSQLite
import OutboxTestSupport

/// A store that can be dropped as `kill -9` drops one.
protocol Abandonable {
    func abandon()
}

extension SQLiteStore: Abandonable {}

// Crashes: kills between two calls, kills within a call, and a power cut that ends both processes.
extension ModelRun {
    func startProcess() throws {
        guard let index = processes.firstIndex(where: { $0 == nil }) else { return }
        processes[index] = Process(store: try opening(path))
    }

    /// Ends a process without a last word, if it lives.
    func drop(_ index: Int) throws {
        guard let process = processes[index] else { return }
        processes[index] = nil
        guard let store = process.store as? any Abandonable else { throw Violation("this store cannot be killed") }
        store.abandon()
    }

    func kill(_ index: Int) async throws {
        try drop(index)
        try model.checkAll(ledger)
    }

    /// The producer never hears of it: either all of the call is on disk, or nothing.
    func killWhileEnqueueing(_ index: Int) async throws {
        let events = makeEvents()
        let (store, fanOut) = (try store(index), self.fanOut)
        let call = Task { try await store.enqueue(events, fanOut: fanOut) }
        for _ in 0..<Int.random(in: 0...3, using: &random) { await Task.yield() }
        try drop(index)
        if case .success(let outcomes) = await call.result {
            note("acknowledged")
            meet("killed after the acknowledgement")
            return try note(outcomes, of: events, fanOut: fanOut)
        }
        let rows = try ledger.events().filter { model.events[$0.key] == nil }.sorted { $0.key < $1.key }
        note("\(rows.count) of \(events.count) found")
        meet(rows.isEmpty ? "killed before the events were kept" : "killed after the events were kept")
        var left = rows[...]
        for event in events where model.repeated(by: event) == nil && !rows.isEmpty {
            guard let row = left.popFirst(), row.value.eventID == event.eventID, row.value.name == event.eventName
            else {
                throw Violation("a part of a call was kept: \(rows.map(\.value))")
            }
            try model.add(event, as: row.key, fanOut: fanOut)
        }
        try Violation.unless(left.isEmpty, "events came from nowhere: \(left)")
    }

    /// The worker never hears of it: the answer is on record as a whole, or the attempt is still open.
    func killWhileClosing(_ index: Int) async throws {
        guard let id = randomLane(index, where: { !$0.sending.isEmpty }), let worked = processes[index]?.lanes[id],
            let attempt = worked.sending.randomElement(using: &random)
        else { return }
        let (store, closing) = (try store(index), answer(attempt, worked, id))
        let call = Task { try await store.close(closing) }
        for _ in 0..<Int.random(in: 0...3, using: &random) { await Task.yield() }
        try drop(index)
        let isRecorded = try ledger.attempts()[attempt]?.isOpen == false
        if case .success = await call.result {
            try Violation.unless(isRecorded, "attempt \(attempt) was called closed, and is open")
        }
        meet(isRecorded ? "killed after the answer was recorded" : "killed before the answer was recorded")
        if isRecorded { try model.close(closing) }
    }

    /// Both processes end, and what is on disk is opened as after a power cut: the log is read anew.
    func powerCut() async throws {
        for index in processes.indices { try drop(index) }
        let next = try TemporaryFolder()
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.copyItem(atPath: path + ending, toPath: next.file("outbox.db") + ending)
        }
        ledger.close()
        (folder, path) = (next, next.file("outbox.db"))
        try startProcess()
        ledger = try StoreLedger(path: path)
        try model.checkAll(ledger)
        meet("power cut")
    }
}
