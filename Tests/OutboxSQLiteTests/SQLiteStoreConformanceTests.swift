import OutboxCore
import OutboxSQLite
import OutboxTestSupport
import Testing

@Suite struct SQLiteStoreConformanceTests {
    @Test(arguments: StoreConformanceSuite.claims)
    func holds(_ claim: StoreClaim) async throws {
        let folder = try TemporaryFolder()
        do {
            try await claim.check(on: Self.fixture(folder))
        } catch let failure as ClaimFailure {
            let place = SourceLocation(
                fileID: failure.fileID, filePath: failure.filePath, line: failure.line, column: failure.column)
            Issue.record(Comment(rawValue: failure.description), sourceLocation: place)
        }
    }

    /// A real file for each claim; every process is a store of its own on it.
    private static func fixture(_ folder: TemporaryFolder) -> StoreFixture {
        let path = folder.file("outbox.db")
        return StoreFixture(
            open: { try SQLiteStore.open(path: path) },
            close: { ($0 as? SQLiteStore)?.close() },
            kill: { ($0 as? SQLiteStore)?.abandon() }
        )
    }
}
