import OutboxCore

/// Decides how each request is misbehaved to: by rates with a seeded generator, or by a list of what comes next.
///
/// Pure: the same seed and the same wishes give the same faults in the order of the requests.
struct FaultPlan {
    /// How often each fault happens, 0 to 1; at most 1 together.
    private(set) var rates: [Fault: Double] = [:]
    /// The faults of the next requests, whatever the rates; nil for a request that is answered as it should.
    private(set) var next: [Fault?] = []
    /// How late every answer comes.
    private(set) var delay: Duration = .zero
    /// How much later the answer of a `slow` request comes.
    private(set) var slowDelay: Duration = .seconds(1)
    /// Events that are refused whatever they hold.
    private(set) var refusedEventIDs: Set<String> = []
    /// Whether a refusal's message names the position.
    private(set) var namesIndex = true
    private var random: SplitMix64

    init(seed: UInt64, delay: Duration = .zero, rates: [Fault: Double] = [:]) throws(SandboxError) {
        random = SplitMix64(seed: seed)
        self.delay = delay
        self.rates = rates
        guard isLegal else { throw .rates }
    }

    /// The fault of the next request; draws from the generator once a request, whatever the rates are.
    mutating func draw() -> Fault? {
        var position = Double(random.next() >> 11) / Double(1 << 53)
        if !next.isEmpty { return next.removeFirst() }
        for fault in Fault.allCases {
            let rate = rates[fault] ?? 0
            if position < rate { return fault }
            position -= rate
        }
        return nil
    }

    /// Changes what the members of an object name and leaves the rest.
    ///
    /// Members: a fault's kind with its rate, `delay_ms`, `slow_ms`, `refuse_event_ids` (a list of `event_id`), `index`
    /// (whether refusals name the position), `next` (a list of kinds, `ok` for none).
    ///
    /// - Throws: ``SandboxError``; nothing is changed then.
    mutating func apply(_ body: [UInt8]) throws(SandboxError) {
        guard let root = try? JSONDocument(body).root, root.kind == .object else { throw .body }
        var changed = self
        for (key, value) in root.members {
            let name = key.string ?? ""
            guard changed.set(name, value) else { throw .member(name) }
        }
        guard changed.isLegal else { throw .rates }
        self = changed
    }

    private var isLegal: Bool {
        // A hair more than 1, because tenths do not add up in binary.
        rates.values.allSatisfy { (0...1).contains($0) } && rates.values.reduce(0, +) <= 1.000_001
    }

    private mutating func set(_ name: String, _ value: JSONValue) -> Bool {
        if let fault = Fault(rawValue: name) {
            rates[fault] = value.double
            return value.double.map { (0...1).contains($0) } ?? false
        }
        switch name {
        case "delay_ms", "slow_ms":
            guard let milliseconds = value.integer, (0...3_600_000).contains(milliseconds) else { return false }
            let duration = Duration.milliseconds(milliseconds)
            if name == "delay_ms" { delay = duration } else { slowDelay = duration }
        case "refuse_event_ids":
            let ids = value.elements.compactMap(\.string)
            guard value.kind == .array, ids.count == value.count else { return false }
            refusedEventIDs = Set(ids)
        case "index":
            guard let bool = value.bool else { return false }
            namesIndex = bool
        case "next":
            let faults = value.elements.compactMap(\.string).map { $0 == "ok" ? nil : Fault(rawValue: $0) }
            let known = value.elements.allSatisfy { $0.isString("ok") || $0.string.flatMap(Fault.init) != nil }
            guard value.kind == .array, known else { return false }
            next = faults
        default: return false
        }
        return true
    }

    /// What is set, as one JSON object of the form that ``apply(_:)`` takes; faults that never happen are left out.
    var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for fault in Fault.allCases {
            guard let rate = rates[fault], rate > 0 else { continue }
            writer.key(fault.rawValue)
            writer.raw(Array("\(rate)".utf8))
        }
        writer.key("delay_ms")
        writer.integer(delay.wholeMilliseconds)
        writer.key("slow_ms")
        writer.integer(slowDelay.wholeMilliseconds)
        writer.key("refuse_event_ids")
        writer.beginArray()
        for id in refusedEventIDs.sorted() { writer.string(id) }
        writer.endArray()
        writer.key("index")
        writer.bool(namesIndex)
        writer.key("next")
        writer.beginArray()
        for fault in next { writer.string(fault?.rawValue ?? "ok") }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
