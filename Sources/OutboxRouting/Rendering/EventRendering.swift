import OutboxCore
import OutboxMapping

/// Renders one TikTok event from a native event by a plan; not copyable, because a value of its size costs more to copy
/// than to use.
struct EventRendering: ~Copyable {
    /// What stands in the way of a legal TikTok event.
    struct Obstacle {
        /// Where: a path in the event, or the field where its value comes from nowhere.
        let path: String
        let problem: String
    }

    private let plan: RenderPlan
    private let finisher: ValueFinisher
    private let event: JSONValue
    private let found: JSONPathIndex.Findings
    private var writer: JSONWriter
    /// The event as it is sent.
    private(set) var bytes: [UInt8] = []
    private(set) var evaluation: Evaluation
    private(set) var warnings: [EventProblem] = []
    /// What each field did, where somebody wants to know.
    private(set) var fields: [RoutingTrace.Field]?
    /// What TikTok requires and could not be sent; the first one.
    private(set) var obstacle: Obstacle?
    private(set) var sentEventID: String?
    /// Whether the id held clear personal data, and is sent with the digest in its place.
    private(set) var isEventIDHidden = false
    private var currency = Currency.absent
    private var contents: ContentsRendering?
    private var hasAddress = false

    private var hasListedCurrency: Bool { if case .listed = currency { true } else { false } }

    private enum Currency {
        case absent
        case listed(String)
        case unlisted
    }

    /// - Parameter found: what the plan's index found in the event.
    init(
        _ plan: RenderPlan, input: MappingInput, found: JSONPathIndex.Findings, finisher: ValueFinisher, capacity: Int,
        isTraced: Bool
    ) {
        self.plan = plan
        self.finisher = finisher
        event = input.event
        self.found = found
        writer = JSONWriter(capacity: capacity)
        evaluation = Evaluation(input)
        fields = isTraced ? [] : nil
    }

    /// Writes the whole event; `obstacle` says afterwards whether it may go.
    ///
    /// - Parameters:
    ///   - eventID: the id of the delivery, which the shipped map sends.
    ///   - limitsDataUse: whether the event goes with `limited_data_use`, whatever the map says.
    mutating func render(
        _ tiktokEvent: String, _ delivery: ClaimedDelivery, isPaired: Bool, limitsDataUse: Bool
    ) {
        warnings = plan.warnings
        writer.beginObject()
        writer.key("event")
        writer.string(tiktokEvent)
        writer.key("event_time")
        writer.integer(delivery.eventTime.seconds)
        writeEventID(delivery, isPaired: isPaired)
        let isLimited = writeLimitedDataUse(limitsDataUse)
        readCurrency()
        if let field = plan.contents { readContents(field) }
        let found = found
        found.withDocument { document in
            for group in plan.groups { write(group, document) }
        }
        writer.endObject()
        bytes = writer.takeBytes()
        if let field = plan.unmapped { stop(field.path, "not mapped; TikTok requires it") }
        if isLimited, !hasAddress {
            stop(
                path(of: "user.ip"),
                "missing, or no public internet address; TikTok requires it with limited_data_use: true")
        }
        if !evaluation.warnings.isEmpty { warnings += evaluation.warnings }
    }

    // MARK: - Values

    private var isTraced: Bool { fields != nil }

    private mutating func value(of field: RenderPlan.Field) -> MappedValue? {
        guard isTraced else {
            if let path = field.path { return found[path].map { .event($0) } }
            if let paths = field.alternatives { return firstPresent(of: paths) }
            if let needed = field.needed, !found.mayHaveAny(of: needed) { return nil }
            return field.rule.value(in: &evaluation)
        }
        let (value, trace) = field.rule.traced(in: &evaluation)
        fields?.append(RoutingTrace.Field(field, trace))
        return value
    }

    /// The first value that is not empty, or else the last one, as `a ?? b` has it.
    private func firstPresent(of paths: [Int]) -> MappedValue? {
        for path in paths.dropLast() {
            if let value = found[path].map({ MappedValue.event($0) }), !value.isEmpty { return value }
        }
        return paths.last.flatMap { found[$0] }.map { .event($0) }
    }

    /// - Parameter document: what the event stands in.
    private mutating func write(_ group: RenderPlan.Group, _ document: UnsafeBufferPointer<UInt8>) {
        let start = writer.position
        writer.key(group.name)
        writer.beginObject()
        let inside = writer.position.offset
        var isComplete = true
        let isQuick = !isTraced
        group.keys.withUnsafeBufferPointer { keys in
            for index in group.glances.indices {
                let glance = group.glances[index]
                if isQuick {
                    if let paths = glance.skippedWithout, !found.mayHaveAny(of: paths) { continue }
                    if glance.path >= 0, let span = found.span(at: Int(glance.path)),
                        let bytes = glance.plain.bytes(
                            of: span, in: document, scans: finisher.scans, hasCurrency: hasListedCurrency)
                    {
                        writer.member(UnsafeBufferPointer(rebasing: keys[glance.key]), bytes)
                        continue
                    }
                }
                switch group.members[index] {
                case .group(let group): write(group, document)
                case .field(let field):
                    if !write(field), field.field.isNeededByItsObject { isComplete = false }
                }
            }
        }
        guard isComplete, writer.position.offset > inside else { return writer.rewind(to: start) }
        writer.endObject()
    }

    /// Writes a field, and says whether it did.
    private mutating func write(_ field: RenderPlan.Field) -> Bool {
        let start = writer.position
        let isWritten: Bool
        switch field.kind {
        case .currency: isWritten = writeCurrency(field)
        case .contents: isWritten = writeContents(field)
        case .amount: isWritten = writeAmount(field)
        default:
            if let value = value(of: field) {
                isWritten = finish(value, field)
            } else {
                isWritten = writeDerived(field)
            }
        }
        if isWritten {
            if field.kind == .address { hasAddress = true }
            noteSent(field, since: start)
        } else if field.field.isRequired {
            stop(field.source, "missing; TikTok requires \(field.field.path) of such events")
        } else if let note = field.field.missingNote {
            warn(field.source, note)
        }
        return isWritten
    }

    private mutating func finish(_ value: MappedValue, _ field: RenderPlan.Field) -> Bool {
        let outcome = finisher.write(
            value, as: field.kind, key: field.name, of: event, to: &writer)
        switch outcome {
        case .written: return true
        case .absent: return false
        case .scrubbed:
            warn(path(of: field), ValueFinisher.scrubbedReason)
            return true
        case .dropped(let reason):
            warn(path(of: field), reason)
            return false
        }
    }

    /// Where the value of a field was found in this event.
    private func path(of field: RenderPlan.Field) -> String {
        if field.path != nil { return field.source }
        var again = Evaluation(evaluation.input)
        return field.rule.traced(in: &again).trace.path ?? field.source
    }

    private func path(of target: String) -> String {
        func find(_ members: [RenderPlan.Member]) -> RenderPlan.Field? {
            for member in members {
                switch member {
                case .field(let field): if field.field.path == target { return field }
                case .group(let group): if let field = find(group.members) { return field }
                }
            }
            return nil
        }
        return find(plan.groups.map { .group($0) })?.source ?? target
    }

    private mutating func warn(_ path: String, _ problem: String) {
        warnings.append(EventProblem(path: path, problem: problem))
        fields?.noteProblem(problem, at: path)
    }

    private mutating func stop(_ path: String, _ problem: String) {
        if obstacle == nil { obstacle = Obstacle(path: path, problem: problem) }
    }

    private mutating func noteSent(_ field: RenderPlan.Field, since start: JSONWriter.Position) {
        guard fields != nil else { return }
        let bytes = writer.bytes[start.offset...]
        let value = bytes.firstIndex(of: UInt8(ascii: ":")).map { bytes[($0 + 1)...] } ?? bytes
        fields?.noteSent(Array(value), at: field.field.path)
    }
}

// MARK: - The fields with rules of their own

extension EventRendering {
    /// The id of the event itself by the shipped map, that of a rule of one's own by that rule. Where that gives none,
    /// an event that the pixel sends too has none, and another one its own.
    private mutating func writeEventID(_ delivery: ClaimedDelivery, isPaired: Bool) {
        guard let field = plan.eventID else { return }
        var id = delivery.eventID
        if !field.isShipped {
            // A placeholder would be one id of many events.
            let mapped = value(of: field)?.text.flatMap { $0.isEmpty || PlaceholderID.matches($0) ? nil : $0 }
            if let mapped {
                id = mapped
            } else if isPaired {
                id = nil
            } else if id != nil {
                warn(field.source, "no event_id there; sent with the event's own")
            }
        } else if fields != nil {
            _ = value(of: field)
        }
        guard var id else { return }
        if let hidden = finisher.scrubbed(id) {
            (id, isEventIDHidden) = (hidden, true)
            warn(field.source, ValueFinisher.scrubbedReason)
        }
        let start = writer.position
        writer.key("event_id")
        writer.string(id)
        sentEventID = id
        noteSent(field, since: start)
    }

    private mutating func writeLimitedDataUse(_ isAsked: Bool) -> Bool {
        let mapped = plan.limitedDataUse.flatMap { value(of: $0) }
        guard isAsked || mapped != nil else { return false }
        let isLimited = isAsked || mapped.flatMap(ValueFinisher.bool) ?? true
        let start = writer.position
        writer.key("limited_data_use")
        writer.bool(isLimited)
        if let field = plan.limitedDataUse { noteSent(field, since: start) }
        return isLimited
    }

    private mutating func readCurrency() {
        guard let field = plan.currency, let value = value(of: field), !value.isEmpty else { return }
        if case .event(let json) = value, json.withPlainBytes({ Currencies.isListed($0) }) == true {
            currency = .listed(json.string ?? "")
            return
        }
        let code = value.text?.uppercased() ?? ""
        guard !Currencies.codes.contains(code) else {
            currency = .listed(code)
            return
        }
        currency = .unlisted
        // A wrong amount is worse than none. The code is shown where it looks like one: it may be anything.
        let isShort = code.utf8.count == 3 && code.utf8.allSatisfy { (65...90).contains($0) }
        warn(
            path(of: field),
            "value and currency left out: \(isShort ? code : "this") is not one of TikTok's 62 currencies")
    }

    /// Works the items out before anything else is written, since other fields say things of them.
    private mutating func readContents(_ field: RenderPlan.Field) {
        if !isTraced, let plan = field.contents {
            contents = ContentsRendering(field.rule, plan, in: &evaluation, finisher: finisher)
        } else if let value = value(of: field) {
            contents = ContentsRendering(value, finisher: finisher)
        }
        for problem in contents?.problems ?? [] { warn(field.field.path + problem.path, problem.reason) }
        if contents?.count == 0 { contents = nil }
    }

    private mutating func writeCurrency(_ field: RenderPlan.Field) -> Bool {
        guard case .listed(let code) = currency else { return false }
        writer.key(field.name)
        writer.string(code)
        return true
    }

    /// Writes the amount. A currency that TikTok does not list takes it along, and without one it goes with a warning.
    private mutating func writeAmount(_ field: RenderPlan.Field) -> Bool {
        guard let value = value(of: field) else { return false }
        if case .unlisted = currency { return false }
        guard finish(value, field) else { return false }
        if case .absent = currency {
            warn(
                plan.currency?.source ?? "properties.currency", "missing; without it TikTok cannot use the value")
        }
        return true
    }

    private mutating func writeContents(_ field: RenderPlan.Field) -> Bool {
        guard let list = contents?.list else { return false }
        writer.key(field.name)
        writer.raw(list)
        return true
    }

    /// Writes what follows from the items where nothing else says it.
    private mutating func writeDerived(_ field: RenderPlan.Field) -> Bool {
        guard let derivation = field.derivation, contents != nil else { return false }
        switch derivation {
        case .contentIDs:
            guard let ids = contents?.ids, contents?.idCount != 0 else { return false }
            writer.key(field.name)
            writer.raw(ids)
        case .itemCount:
            guard let quantity = contents?.quantity else {
                warn(field.field.path, "left out: the quantity of an item is not a whole number")
                return false
            }
            writer.key(field.name)
            writer.integer(quantity)
        case .contentType:
            writer.key(field.name)
            writer.string("product")
        }
        fields?.noteDerived(at: field.field.path)
        return true
    }
}
