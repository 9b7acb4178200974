package import OutboxCore

/// A document with events that were rejected, for the excerpts that are kept of them.
///
/// Read once, however many of its events were rejected; an excerpt costs what is shown of it, and one look at the
/// event's identities.
package struct RejectedDocument {
    private let bytes: [UInt8]
    private let root: JSONValue?
    // The events of a document that holds several.
    private let elements: [JSONValue]
    // The same, as they stand there, of a document that is no JSON.
    private let brokenEvents: [[UInt8]]
    private let dialect: Dialect?

    /// Reads a document in the dialect of its source.
    ///
    /// - Parameters:
    ///   - bytes: the document as it came.
    ///   - intake: what rejected it.
    package init(_ bytes: [UInt8], of intake: Intake) {
        self.bytes = bytes
        let isReadable = bytes.count <= intake.rules.maximumDocumentBytes
        let root = isReadable ? try? JSONDocument(bytes).root : nil
        let list = intake.dialect?.list.flatMap { root?[$0] }
        self.root = root
        let mayBeList = isReadable && root == nil
        brokenEvents =
            mayBeList ? intake.dialect.flatMap { BrokenList(bytes, dialect: $0)?.events } ?? [] : []
        elements = list.map { Array($0.elements) } ?? []
        dialect = intake.dialect ?? Dialect.shipped[.native]
    }

    /// A repeat whose body is another than that of the event that is kept, as it may be kept itself; nil for an event
    /// that intake did not make.
    package static func differingRepeat(_ event: NewEvent) -> RejectedEvent? {
        guard let body = try? EventRecord(event.record).event else { return nil }
        return RejectedEvent(
            rejectedAt: event.receivedAt, problems: [EventProblem(path: "", problem: EventProblem.differingRepeat)],
            bytes: body.raw.count, excerpt: MaskedExcerpt(body, dialect: Dialect.shipped[.native]).text,
            isDifferingRepeat: true)
    }

    /// A rejected event as it may be kept.
    ///
    /// - Parameters:
    ///   - index: its place among the events of the document; 0 where the document is one event.
    ///   - problems: what intake said; the values in it are left out.
    package func event(at index: Int, problems: [EventProblem], rejectedAt: Timestamp) -> RejectedEvent {
        let bytes = brokenEvents.indices.contains(index) ? brokenEvents[index] : bytes
        let root = brokenEvents.isEmpty ? root : try? JSONDocument(bytes).root
        let value = elements.indices.contains(index) ? elements[index] : root
        return RejectedEvent(
            rejectedAt: rejectedAt, problems: problems.map(\.withoutValue), bytes: value?.raw.count ?? bytes.count,
            excerpt: value.map { MaskedExcerpt($0, dialect: dialect).text } ?? MaskedExcerpt.shape(of: bytes))
    }
}
