/// A group of lines that are measured together.
enum BenchmarkGroup: String, CaseIterable {
    case json, intake, enqueue, delivery, status

    /// Measures the group and appends its lines.
    func run(_ sizes: BenchmarkSizes, in folder: ScratchFolder, report: inout BenchmarkReport) async throws {
        switch self {
        case .json: try JSONBenchmark(sizes: sizes).run(into: &report)
        case .intake: IntakeBenchmark(sizes: sizes).run(into: &report)
        case .enqueue: try await EnqueueBenchmark(sizes: sizes, folder: folder).run(into: &report)
        case .delivery: try await DeliveryBenchmark(sizes: sizes, folder: folder).run(into: &report)
        case .status: try await StatusBenchmark(sizes: sizes, folder: folder).run(into: &report)
        }
    }
}
