import GRDB
import Glibc
import OutboxCore
import OutboxTestSupport
import Synchronization
import Testing

@testable import OutboxSQLite

@Suite("Group commit")
struct GroupCommitterTests {
    private let folder: TemporaryFolder
    private let database: DatabaseQueue
    private let committer: GroupCommitter
    private let commits: Counter

    private final class Counter: Sendable {
        let count = Atomic<Int>(0)
        let failure = Mutex<StoreError?>(nil)
    }

    private struct Refused: Error {}

    init() throws {
        folder = try TemporaryFolder()
        let path = folder.file("outbox.db")
        let commits = Counter()
        database = try DatabaseQueue(path: path, configuration: ConnectionSettings.writing())
        try database.writeWithoutTransaction { database in
            try ConnectionSettings.setWriteAheadLog(database, path: path)
            try database.execute(sql: "CREATE TABLE t(x UNIQUE)")
        }
        committer = GroupCommitter(path: path, database: database) { _ in
            commits.count.add(1, ordering: .relaxed)
            return commits.failure.withLock { $0 }
        }
        self.commits = commits
    }

    private func insert(_ values: Int..., rows: Int = 1, mayRefuse: Bool = false) async throws {
        try await committer.write(rows: rows, mayRefuse: mayRefuse) { database in
            for value in values { try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [value]) }
        }
    }

    private func values() throws -> [Int] {
        try database.read { try Int.fetchAll($0, sql: "SELECT x FROM t ORDER BY x") }
    }

    /// Makes calls of one row each while the writer is kept busy, so that all of them wait.
    private func whileBusy(_ calls: [@Sendable () async -> Void]) async {
        let isOpen = Latch()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await committer.write(rows: 0) { _ in isOpen.wait() } }
            for call in calls { group.addTask { await call() } }
            while committer.waitingRows < calls.count { await Task.yield() }
            isOpen.open()
        }
    }

    private final class Latch: Sendable {
        private let isOpen = Atomic<Bool>(false)
        func open() { isOpen.store(true, ordering: .releasing) }
        func wait() { while !isOpen.load(ordering: .acquiring) { sched_yield() } }
    }

    @Test("With the commit left out everything is written, and nothing of it is kept")
    func rollsBack() async throws {
        let unkept = GroupCommitter(path: database.path, database: database, end: .rollBack) { _ in
            StoreError.closed
        }
        for _ in 0..<2 {
            let count = try await unkept.write(rows: 1) { database in
                try database.execute(sql: "INSERT INTO t VALUES (1)")
                return try Int.fetchOne(database, sql: "SELECT count(*) FROM t")
            }
            #expect(count == 1)
        }
        #expect(try values() == [])
    }

    @Test("What waits while the writer is busy shares transactions")
    func shares() async throws {
        let before = commits.count.load(ordering: .relaxed)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for value in 0..<500 { group.addTask { try await insert(value) } }
            try await group.waitForAll()
        }
        #expect(try values() == Array(0..<500))
        #expect(commits.count.load(ordering: .relaxed) - before < 250)
    }

    @Test("A failure is its own: what it wrote is taken back, the others stay", arguments: [0, 1, 2, 3])
    func isolation(failing: Int) async throws {
        let failed = Mutex<[Int]>([])
        await whileBusy(
            (0..<4).map { number in
                {
                    do {
                        try await committer.write(rows: 1) { database in
                            try database.execute(sql: "INSERT INTO t VALUES (?)", arguments: [number])
                            if number == failing { throw Refused() }
                        }
                    } catch {
                        failed.withLock { $0.append(number) }
                    }
                }
            }
        )
        #expect(try values() == (0..<4).filter { $0 != failing })
        #expect(failed.withLock { $0 } == [failing])
        #expect(commits.count.load(ordering: .relaxed) <= 3)
    }

    @Test("A constraint that one violates is told to it alone")
    func constraint() async throws {
        try await insert(7)
        await #expect(throws: StoreError.self) { try await insert(8, 7) }
        try await insert(9)
        #expect(try values() == [7, 9])
    }

    @Test("A full disk is told, nothing of the transaction is kept, and later writes succeed")
    func fullDisk() async throws {
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 20") }
        await #expect {
            try await committer.write(rows: 1) { database in
                for value in 0..<2000 {
                    try database.execute(
                        sql: "INSERT INTO t VALUES (? || hex(zeroblob(200)))", arguments: [value]
                    )
                }
            }
        } throws: {
            if case StoreError.diskFull = $0 { true } else { false }
        }
        #expect(try values().isEmpty)
        try await insert(1)
        try await database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
        try await insert(2)
        #expect(try values() == [1, 2])
    }

    @Test("After the disk failed nothing more is taken")
    func diskFailure() async throws {
        let failure = StoreError.inputOutput(path: "outbox.db", detail: "fsync")
        commits.failure.withLock { $0 = failure }
        try await insert(1)
        await #expect(throws: failure) { try await insert(2) }
        await #expect(throws: failure) { try await insert(3, mayRefuse: true) }
        #expect(try values() == [1])
    }

    @Test(
        "An error of the file, which no time mends, is told beside its write; one that passes is its write's alone",
        arguments: [
            (ResultCode.SQLITE_CORRUPT, true), (.SQLITE_NOTADB, true), (.SQLITE_READONLY, true),
            (.SQLITE_READONLY_DBMOVED, true), (.SQLITE_CANTOPEN, true), (.SQLITE_FULL, false), (.SQLITE_BUSY, false),
            (.SQLITE_CONSTRAINT, false),
        ])
    func fileFailure(code: ResultCode, isTold: Bool) async throws {
        await #expect(throws: StoreError.self) {
            try await committer.write(rows: 1) { _ in throw DatabaseError(resultCode: code) }
        }
        try await insert(1)
        committer.close()
        var failures: [StoreError] = []
        for await failure in committer.failures { failures.append(failure) }
        #expect(failures.count == (isTold ? 1 : 0), "\(failures)")
    }

    @Test("What is under way when it is closed is finished, what comes later is refused")
    func closing() async throws {
        async let first: Void = insert(1)
        try await first
        committer.close()
        await #expect(throws: StoreError.closed) { try await insert(2) }
    }

    @Test("The longest commit is told once")
    func longestCommit() async throws {
        try await insert(1)
        #expect(committer.takeLongestCommit() > .zero)
        #expect(committer.takeLongestCommit() == .zero)
    }
}
