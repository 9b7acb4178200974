/// How much is measured.
struct BenchmarkSizes {
    /// Rows that are there before the lines "with rows there".
    let rowsThere: Int
    /// Rows that a line writes in portions of 1,000.
    let rows: Int
    /// Rows that a line writes one a call.
    let singleRows: Int
    /// Documents of a JSON or intake line.
    let documents: Int

    init(isQuick: Bool) {
        rowsThere = isQuick ? 100_000 : 1_000_000
        rows = isQuick ? 50_000 : 200_000
        singleRows = isQuick ? 2000 : 10_000
        documents = isQuick ? 20_000 : 100_000
    }
}
