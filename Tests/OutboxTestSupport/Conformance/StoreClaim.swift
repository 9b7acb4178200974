/// One thing that every store must do.
package struct StoreClaim: Sendable, CustomStringConvertible {
    /// The claim in words.
    package let description: String
    private let body: @Sendable (StoreWorkbench) async throws -> Void

    /// Makes a claim.
    init(_ description: String, _ body: @escaping @Sendable (StoreWorkbench) async throws -> Void) {
        self.description = description
        self.body = body
    }

    /// Checks the claim on fresh storage, and that the counters are the truth about the rows afterwards.
    ///
    /// - Throws: `ClaimFailure` where it does not hold; any other error is the store's own.
    package func check(on fixture: StoreFixture) async throws {
        let bench = try await StoreWorkbench(fixture)
        do {
            try await body(bench)
            try await bench.expectCountersAreTheTruth()
        } catch {
            await bench.end()
            throw error
        }
        await bench.end()
    }
}
