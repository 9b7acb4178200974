import OutboxCore

/// `outbox show` for people: received, decided, sent, answered.
struct HistoryView {
    let histories: [EventHistory]
    let endpoints: [String: String]
    let console: Console

    /// Prints every history.
    func printLines() {
        for (index, history) in histories.enumerated() {
            if index > 0 { console.line() }
            printEvent(history.event)
            if history.deliveries.isEmpty {
                console.line(
                    history.event.isRouted
                        ? "  unrouted: no destination listens to its source"
                        : "  not routed yet: it waits for a worker whose configuration has its source")
            }
            for delivery in history.deliveries { printDelivery(delivery) }
        }
    }

    private func printEvent(_ event: StoredEvent) {
        let record = event.record.flatMap { try? EventRecord($0) }
        console.line(console.styled("#\(event.number) \(event.eventName)", .bold) + "  \(event.eventID ?? "-")")
        console.line("  source     \(event.source) (\(event.dialect))" + (event.producerID.map { ", id \($0)" } ?? ""))
        console.line("  happened   \(LocalTime.text(event.eventTime))" + remark(on: record))
        console.line("  received   \(LocalTime.text(event.receivedAt))")
        if record?.marks.contains(.generatedEventID) == true {
            console.line("  event_id   made at acceptance: the producer sent none, so no pixel can share it")
        }
        if record?.marks.contains(.scrubbedEventID) == true {
            console.line("  event_id   a digest is kept and sent: no pixel that sends the clear id shares it")
        }
        for warning in record?.warnings ?? [] {
            console.line("  " + console.styled("warning", .yellow) + "    \(warning)")
        }
        if let record {
            if let received = record.received {
                console.line("  as it came \(String(decoding: received.raw, as: UTF8.self))")
            }
            if let headers = record.headers {
                console.line("  headers    \(String(decoding: headers.raw, as: UTF8.self))")
            }
            console.line("  body       \(String(decoding: record.event.raw, as: UTF8.self))")
        } else {
            console.line("  body       no longer kept")
        }
    }

    private func remark(on record: EventRecord?) -> String {
        let marks = record?.marks ?? []
        if marks.contains(.receivedEventTime) { return " (time of receipt: the producer sent none)" }
        return marks.contains(.correctedEventTime) ? " (corrected: the sender's clock was ahead)" : ""
    }

    private func printDelivery(_ delivery: StoredDelivery) {
        var line =
            "  -> \(delivery.destination): " + console.styled(delivery.state.name, Self.style(of: delivery.state))
        if delivery.isBeingSent { line += " (being sent)" }
        if let reason = delivery.reason { line += " (\(reason.name))" }
        if let tiktokEvent = delivery.tiktokEvent { line += " as \(tiktokEvent)" }
        if let sentEventID = delivery.sentEventID { line += " \(sentEventID)" }
        console.line(line)
        if let detail = delivery.detail { console.line("     detail   \(detail)") }
        if delivery.state == .queued { console.line("     due      \(LocalTime.text(delivery.dueAt))") }
        if let pause = delivery.pause, delivery.state == .queued {
            console.line("     paused   by \(pause.by) (\(pause.cause.name)): \(pause.why)")
        }
        for attempt in delivery.attempts { printAttempt(attempt) }
        printExchange(of: delivery)
    }

    private func printAttempt(_ attempt: StoredAttempt) {
        var parts = [attempt.verdict?.name ?? "open"]
        if let status = attempt.httpStatus { parts.append("HTTP \(status)") }
        if let code = attempt.code { parts.append("code \(code)") }
        if let message = attempt.message { parts.append("\"\(message)\"") }
        if let duration = attempt.durationMilliseconds { parts.append("\(duration) ms") }
        parts.append("event \(attempt.position + 1) of \(attempt.events)")
        if let requestID = attempt.requestID { parts.append("request_id \(requestID)") }
        if let revision = attempt.configuration { parts.append("revision \(revision)") }
        console.line("     attempt  \(LocalTime.text(attempt.openedAt))  " + parts.joined(separator: ", "))
        if let detail = attempt.detail { console.line("              \(detail)") }
    }

    private func printExchange(of delivery: StoredDelivery) {
        let exchange = Exchange(delivery, endpoint: endpoints[delivery.destination])
        if let event = exchange.event {
            console.line("     sent     \(String(decoding: event.raw, as: UTF8.self))")
        }
        var writer = JSONWriter()
        exchange.writeResponse(to: &writer)
        if writer.bytes != Array("null".utf8) {
            console.line("     answer   \(String(decoding: writer.bytes, as: UTF8.self))")
        }
    }

    private static func style(of state: DeliveryState) -> Console.Style {
        switch state {
        case .queued: .yellow
        case .delivered: .green
        case .skipped, .cancelled: .dim
        case .failed: .red
        }
    }
}
