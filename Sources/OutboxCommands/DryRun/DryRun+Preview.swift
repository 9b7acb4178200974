import OutboxConfiguration
import OutboxCore
import OutboxIntake
import OutboxRouting
import OutboxServer

extension DryRun {
    /// What would become of documents that a request holds, for `POST /v1/events?validate=only`: the path of
    /// `outbox test`.
    static func preview(
        _ documents: [[UInt8]], of source: SourceSettings, destinations: [DestinationSettings], now: Timestamp
    ) -> [PreviewedEvent] {
        var run = DryRun(source: source, destinations: destinations, now: now)
        for (index, bytes) in documents.enumerated() {
            let record = FileRecord(line: index + 1, bytes: bytes)
            run.take(
                FileDocuments.Document(record: record, event: .success(bytes)), at: "[\(index)]",
                arrival: .handedOver(random: RandomBytes.sixteen))
        }
        let eventSources = Dictionary(
            destinations.map { ($0.name, $0.rules.eventSource) }, uniquingKeysWith: { first, _ in first })
        return run.events.map { event in
            var writer = JSONWriter()
            writer.beginArray()
            for fate in event.fates { fate.write(to: &writer, eventSource: eventSources[fate.destination] ?? .web) }
            writer.endArray()
            return PreviewedEvent(
                event: event.event, isRepeat: event.repeatedPlace != nil, warnings: event.warnings,
                problems: event.problems, deliveries: writer.bytes)
        }
    }
}
