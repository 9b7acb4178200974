import OutboxCore

/// A change to many deliveries: count and show a sample, ask, change.
struct BulkRun {
    /// The word for what is done, such as `retried`.
    let done: String
    let isConfirmed: Bool
    /// Whether what was changed is sent then.
    var isSentAgain = true
    /// Makes the change, or says what it would do.
    let change: (_ isPreview: Bool) async throws -> BulkResult

    func perform(_ console: Console) async throws -> ExitStatus {
        if !isConfirmed {
            let preview = try await change(true)
            let sample = ListView.table(preview.sample)
            if !sample.isEmpty { for line in sample.lines { console.note(line) } }
            guard preview.changed > 0 else { return finish(preview, console) }
            guard console.asks else {
                throw CommandFailure(
                    .usage, code: "not_confirmed", "\(preview.changed) would be \(done): say --yes to do it")
            }
            let deliveries = Plural.text(preview.changed, "delivery", "deliveries")
            guard console.confirm("\(deliveries) will be \(done). Go on? [y/N] ") else {
                console.note("nothing was changed")
                return .problemFound
            }
        }
        return finish(try await change(false), console)
    }

    private func finish(_ result: BulkResult, _ console: Console) -> ExitStatus {
        var line = "\(result.changed) \(done)"
        if result.mayHaveArrived > 0 { line += " (\(result.mayHaveArrived) of them may have arrived already)" }
        if result.beingSent > 0 { line += ", \(result.beingSent) left: being sent" }
        if result.left > 0 { line += ", \(result.left) left: not in a state for it" }
        if result.held > 0 { line += ", \(result.held) left: TikTok would count them twice" }
        console.line(line)
        if result.changed > 0, isSentAgain {
            console.line("a running `outbox serve` sends what was \(done); without one run `outbox drain`")
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("changed", result.changed)
        writer.member("left", result.left)
        writer.member("being_sent", result.beingSent)
        writer.member("held", result.held)
        // Of what is sent again the next answer tells.
        if !isSentAgain { writer.member("may_have_arrived", result.mayHaveArrived) }
        writer.endObject()
        console.document(writer.bytes)
        return result.changed > 0 || result.left + result.beingSent + result.held == 0 ? .fine : .problemFound
    }
}
