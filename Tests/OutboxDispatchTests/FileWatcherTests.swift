import Glibc
import OutboxDispatch
import OutboxTestSupport
import Testing

@Suite(.timeLimit(.minutes(1))) struct FileWatcherTests {
    private let folder: TemporaryFolder
    private let changes: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() throws {
        folder = try TemporaryFolder()
        (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    }

    private func watch(_ names: Set<String>?) throws -> FileWatcher {
        let continuation = continuation
        return try FileWatcher(folder: folder.path, names: names) { continuation.yield() }
    }

    /// Waits for a change; returns false where the stream ended first.
    private func change() async -> Bool {
        await changes.first { true } != nil
    }

    @Test func tellsThatAFileIsMade() async throws {
        let watcher = try watch(["outbox.db-wal"])
        try folder.write("x", to: "outbox.db-wal")
        #expect(await change())
        watcher.cancel()
    }

    @Test func tellsThatAFileIsWrittenTo() async throws {
        try folder.write("x", to: "outbox.db-wal")
        let watcher = try watch(["outbox.db-wal"])
        let descriptor = open(folder.file("outbox.db-wal"), O_WRONLY)
        defer { close(descriptor) }
        #expect(write(descriptor, "y", 1) == 1)
        #expect(await change())
        watcher.cancel()
    }

    @Test func tellsThatAFileIsRenamedIntoPlace() async throws {
        try folder.write("x", to: "token.new")
        let watcher = try watch(["token"])
        #expect(rename(folder.file("token.new"), folder.file("token")) == 0)
        #expect(await change())
        watcher.cancel()
    }

    @Test func tellsThatAFileIsDeletedAndMadeAnew() async throws {
        try folder.write("x", to: "outbox.db-wal")
        let watcher = try watch(["outbox.db-wal"])
        #expect(unlink(folder.file("outbox.db-wal")) == 0)
        #expect(await change())
        try folder.write("x", to: "outbox.db-wal")
        #expect(await change())
        watcher.cancel()
    }

    @Test func withoutNamesEveryFileCounts() async throws {
        let watcher = try watch(nil)
        try folder.write("x", to: "anything")
        #expect(await change())
        watcher.cancel()
    }

    @Test func otherFilesAreNotTold() async throws {
        let (order, told) = AsyncStream.makeStream(of: String.self)
        let narrow = try FileWatcher(folder: folder.path, names: ["wanted"]) { told.yield("narrow") }
        let wide = try FileWatcher(folder: folder.path, names: ["other"]) { told.yield("wide") }
        try folder.write("x", to: "other")
        #expect(await order.first { _ in true } == "wide")
        try folder.write("x", to: "wanted")
        #expect(await order.first { $0 == "narrow" } != nil)
        narrow.cancel()
        wide.cancel()
    }

    @Test func aFolderThatIsNotThereIsRefused() throws {
        let missing = folder.file("missing")
        #expect(throws: FileWatcher.Failure(folder: missing, errorNumber: ENOENT)) {
            try FileWatcher(folder: missing, names: nil) {}
        }
        try folder.write("x", to: "file")
        #expect(throws: FileWatcher.Failure(folder: folder.file("file"), errorNumber: ENOTDIR)) {
            try FileWatcher(folder: folder.file("file"), names: nil) {}
        }
    }

    @Test func aCancelledWatcherGivesItsDescriptorBack() async throws {
        // More than the usual limit of 128 inotify instances a user.
        for round in 0..<300 {
            let watcher = try watchAgain(round)
            try folder.write("\(round)", to: "file")
            #expect(await change())
            watcher.cancel()
        }
    }

    /// The descriptor is closed on the watcher's queue, a little after `cancel`: try again while the limit is met.
    private func watchAgain(_ round: Int) throws -> FileWatcher {
        for _ in 0..<1000 {
            if let watcher = try? watch(["file"]) { return watcher }
            sched_yield()
        }
        return try watch(["file"])
    }
}
