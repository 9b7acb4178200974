import OutboxCore
import OutboxSQLite

/// Keeping events: in portions, one by one, from many callers; on an empty file and with many rows there.
struct EnqueueBenchmark {
    let sizes: BenchmarkSizes
    let folder: ScratchFolder
    private let now = Timestamp(milliseconds: 1_795_363_200_000)

    init(sizes: BenchmarkSizes, folder: ScratchFolder) {
        self.sizes = sizes
        self.folder = folder
    }

    func run(into lines: inout GroupLines) async throws {
        let syncs = try BareSync.rate(count: sizes.singleRows / 4, in: folder)
        lines.append(BenchmarkLine(name: "bare fdatasync of 4 KB", value: syncs, unit: "/s"))
        try await portions("empty file", rowsThere: 0, into: &lines)
        try await portions("\(sizes.rowsThere) rows there", rowsThere: sizes.rowsThere, into: &lines)
        try await singles(syncs: syncs, into: &lines)
    }

    /// The same rows in portions of 1,000 and 100, in turn: bare, ours.
    private func portions(_ name: String, rowsThere: Int, into lines: inout GroupLines) async throws {
        let barePath = folder.file("enqueue-bare-\(rowsThere).db")
        let path = folder.file("enqueue-\(rowsThere).db")
        let bare = try BareSQLite(path: barePath)
        let bareEnqueue = try BareEnqueue(bare)
        try fill(bareEnqueue, rows: rowsThere)
        do { try fill(BareEnqueue(BareSQLite(path: path)), rows: rowsThere) }
        let subject = try await StoreUnderTest(path: path, now: now)
        var samples = SampleEvents(seed: 1)
        var stall = 0.0
        for size in [1000, 100] {
            let count = size == 1000 ? sizes.rows : sizes.rows / 5
            var (ours, theirs) = (0.0, 0.0)
            for index in stride(from: 0, to: count, by: size) {
                let events = samples.portion(size, from: index, source: subject.source, now: now)
                theirs += try Machine.seconds { try bareEnqueue.enqueue(events) }
                let seconds = try await Machine.asyncSeconds {
                    _ = try await subject.store.enqueue(events, fanOut: subject.fanOut)
                }
                ours += seconds
                stall = max(stall, seconds)
            }
            lines.append(
                BenchmarkLine(
                    name: "enqueue, \(size) a call, \(name)", value: Double(count) / ours, unit: "events/s",
                    limit: Double(count) / theirs, bounds: size == 1000 ? [.ofLimit(0.7)] : []))
        }
        lines.append(
            BenchmarkLine(name: "longest commit stall, \(name)", value: stall * 1000, unit: "ms"))
        subject.store.close()
    }

    private func fill(_ enqueue: BareEnqueue, rows: Int) throws {
        var samples = SampleEvents(seed: UInt64(rows))
        for index in stride(from: 0, to: rows, by: 2000) {
            try enqueue.enqueue(samples.portion(2000, from: index, source: SourceID(1), now: now))
        }
    }

    /// One event a call, from one caller and from many.
    private func singles(syncs: Double, into lines: inout GroupLines) async throws {
        let subject = try await StoreUnderTest(path: folder.file("singles.db"), now: now)
        let bareEnqueue = try BareEnqueue(BareSQLite(path: folder.file("singles-bare.db")))
        var samples = SampleEvents(seed: 2)
        let bareCount = sizes.singleRows / 5
        let bare = try Machine.seconds {
            for index in 0..<bareCount {
                try bareEnqueue.enqueue([samples.next(index, source: subject.source, now: now)])
            }
        }
        for callers in [1, 16, 64] {
            let count = callers == 1 ? bareCount : sizes.singleRows * callers / 16
            let seconds = try await subject.enqueueSingles(count, callers: callers, now: now)
            lines.append(
                BenchmarkLine(
                    name: "enqueue, 1 a call, \(callers) caller\(callers == 1 ? "" : "s")"
                        + (callers == 1 ? "" : " (limit: fdatasync)"),
                    value: Double(count) / seconds, unit: "events/s",
                    limit: callers == 1 ? Double(bareCount) / bare : syncs,
                    bounds: callers == 64 ? [.timesLimit(4, orAtLeast: 15_000)] : []))
        }
        subject.store.close()
    }
}
