import ArgumentParser
import OutboxCore
import OutboxSQLite
import OutboxWorker

/// Does the store's work with nothing beside it, and prints the most memory that the process held, in megabytes.
struct StoreWorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store-work", abstract: "Work on a store, and tell the memory.", shouldDisplay: false)

    @Option(help: "The database.")
    var database: String

    @Option(help: "How many rows are written in portions of 1,000.")
    var rows: Int

    func run() async throws {
        let now = WorkerClock.system.wall()
        let subject = try await StoreUnderTest(path: database, now: now)
        var samples = SampleEvents(seed: 5)
        for index in stride(from: 0, to: rows, by: 1000) {
            let events = samples.portion(1000, from: index, source: subject.source, now: now)
            _ = try await subject.store.enqueue(events, fanOut: subject.fanOut)
        }
        _ = try await subject.enqueueSingles(rows / 10, callers: 64, now: now)
        let worker = try await StoreWorker(subject, now: now)
        _ = try await worker.deliver(rows, batch: 1000)
        try await worker.giveBack()
        subject.store.close()
        print(Machine.peakMemoryMegabytes())
    }
}
