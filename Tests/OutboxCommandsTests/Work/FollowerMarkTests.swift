import Glibc
import OutboxTestSupport
import Testing

@testable import OutboxCommands

@Suite("The marks of processes that follow a configuration")
struct FollowerMarkTests {
    @Test("A mark is seen while it is held, also beside that of a namesake, and by nobody at another database")
    func marks() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("outbox.db")
        #expect(FollowerMark.processes(database: path).isEmpty)
        do {
            let marks = try (0..<3).map { _ in try #require(FollowerMark(database: path)) }
            #expect(FollowerMark.processes(database: path) == [getpid()])
            #expect(FollowerMark.processes(database: folder.file("other.db")).isEmpty)
            withExtendedLifetime(marks) {}
        }
        #expect(FollowerMark.processes(database: path).isEmpty)
        #expect(FollowerMark(database: folder.file("none/outbox.db")) == nil)
    }
}
