/// A group of lines that are measured together, in a process of their own.
enum BenchmarkGroup: String, CaseIterable {
    case json, intake, routing, enqueue, delivery, status, drain, latency, http

    /// Measures the group and appends its lines.
    ///
    /// - Parameter outbox: the path of the binary that is measured where a group runs one.
    func run(
        _ sizes: BenchmarkSizes, in folder: ScratchFolder, outbox: String, into lines: inout GroupLines
    ) async throws {
        switch self {
        case .json: try JSONBenchmark(sizes: sizes).run(into: &lines)
        case .intake: IntakeBenchmark(sizes: sizes).run(into: &lines)
        case .routing: try RoutingBenchmark(sizes: sizes).run(into: &lines)
        case .enqueue: try await EnqueueBenchmark(sizes: sizes, folder: folder).run(into: &lines)
        case .delivery: try await DeliveryBenchmark(sizes: sizes, folder: folder).run(into: &lines)
        case .status: try await StatusBenchmark(sizes: sizes, folder: folder).run(into: &lines)
        case .drain: try await DrainBenchmark(sizes: sizes, folder: folder, outbox: outbox).run(into: &lines)
        case .latency: try await LatencyBenchmark(sizes: sizes, folder: folder, outbox: outbox).run(into: &lines)
        case .http: try await HTTPBenchmark(sizes: sizes, folder: folder, outbox: outbox).run(into: &lines)
        }
    }
}
