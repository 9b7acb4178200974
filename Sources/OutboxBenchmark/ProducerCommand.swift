import ArgumentParser
import Glibc
import OutboxSQLite

/// Enqueues one purchase for each number that it reads, and prints the moment before each.
struct ProducerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "producer", abstract: "Enqueue for a measurement of another process.", shouldDisplay: false)

    @Option(help: "The database.")
    var database: String

    func run() async throws {
        let store = try SQLiteStore.open(path: database)
        let producer = try await TimedProducer(store: store, fanOut: nil, name: "outside")
        while let line = readLine(), let index = Int(line) {
            print(try await producer.enqueue(index))
            fflush(nil)
        }
        store.close()
    }
}
