import OutboxCore
import OutboxIntake

/// Decoding, checking and hashing one event.
struct IntakeBenchmark {
    let sizes: BenchmarkSizes

    func run(into lines: inout GroupLines) {
        let intake = Intake(rules: IntakeRules(source: "shop"), source: SourceID(1), deliveryClass: .live)
        let now = Timestamp(iso8601: "2026-11-22T15:00:00Z") ?? Timestamp(milliseconds: 0)
        var accepted = 0
        let seconds = Machine.seconds {
            for _ in 0..<sizes.documents {
                let result = intake.accept(
                    JSONBenchmark.sample, receivedAt: now, arrival: .handedOver(random: { [1, 2, 3] }))
                if case .accepted = result { accepted += 1 }
            }
        }
        lines.append(
            BenchmarkLine(name: "intake (decode, check, hash)", value: Double(accepted) / seconds, unit: "events/s"))
    }
}
