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
    /// Deliveries that wait before a drain: few and many.
    let waiting: (few: Int, many: Int)
    /// Events whose way to the request is timed.
    let timedEvents: Int
    /// How long an idle `serve` is looked at.
    let idleTime: Duration
    /// Events that a server took over HTTP: a few, and then many.
    let taken: (few: Int, many: Int)
    /// Seconds of one of the rounds in which single requests go with and without the commit, in turn, and how many
    /// rounds there are; and seconds at half load.
    let singleRounds: (count: Int, seconds: Double)
    let halfLoadSeconds: Double

    /// The full amounts, or those that take a minute or two in all.
    init(isQuick: Bool) {
        rowsThere = isQuick ? 100_000 : 1_000_000
        rows = isQuick ? 50_000 : 200_000
        singleRows = isQuick ? 2000 : 10_000
        documents = isQuick ? 20_000 : 100_000
        waiting = isQuick ? (few: 20_000, many: 60_000) : (few: 100_000, many: 1_000_000)
        timedEvents = isQuick ? 50 : 300
        idleTime = .seconds(isQuick ? 6 : 30)
        taken = isQuick ? (few: 20_000, many: 60_000) : (few: 100_000, many: 1_000_000)
        singleRounds = isQuick ? (count: 2, seconds: 0.8) : (count: 5, seconds: 3)
        halfLoadSeconds = isQuick ? 4 : 30
    }
}
