import OutboxCore

/// Made-up purchases of about 600 bytes as intake leaves them, the same ones for the same seed.
struct SampleEvents {
    private var state: UInt64
    private let filler = String(repeating: "0123456789abcdef", count: 20)

    init(seed: UInt64) {
        state = seed
    }

    /// The next event of a source.
    mutating func next(_ index: Int, source: SourceID, now: Timestamp) -> NewEvent {
        let digest = random(32)
        let id = "order-\(index)-\(state & 0xffff)"
        let record = """
            {"event":{"event_id":"\(id)","event_name":"purchase","event_time":"2026-11-22T14:03:21Z",\
            "properties":{"currency":"EUR","items":[{"item_id":"77120","price":29.95,"quantity":2}],\
            "note":"\(filler)","value":59.90},\
            "user":{"id":"9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd"}}}
            """
        return NewEvent(
            source: source, eventName: "purchase", eventID: id, producerID: nil, eventTime: now, receivedAt: now,
            key: EventKey(eventIDDigest: random(8), sourceAndNameDigest: random(8)), bodySHA256: digest,
            record: Array(record.utf8), deliveryClass: .live)
    }

    /// A portion of events.
    mutating func portion(_ count: Int, from index: Int, source: SourceID, now: Timestamp) -> [NewEvent] {
        (0..<count).map { next(index + $0, source: source, now: now) }
    }

    /// Random bytes (SplitMix64).
    private mutating func random(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            mixed ^= mixed >> 31
            for shift in stride(from: 0, to: 64, by: 8) where bytes.count < count {
                bytes.append(UInt8(truncatingIfNeeded: mixed >> UInt64(shift)))
            }
        }
        return bytes
    }
}
