import OutboxCore

/// Made-up purchases of about 600 bytes as intake leaves them, the same ones for the same seed.
struct SampleEvents {
    private var random: SplitMix64
    private let filler = String(repeating: "0123456789abcdef", count: 20)

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
    }

    /// The next event of a source.
    mutating func next(_ index: Int, source: SourceID, now: Timestamp) -> NewEvent {
        let digest = bytes(32)
        let id = "order-\(index)-\(random.next() & 0xffff)"
        let record = """
            {"event":{"event_id":"\(id)","event_name":"purchase","event_time":"2026-11-22T14:03:21Z",\
            "properties":{"currency":"EUR","items":[{"item_id":"77120","price":29.95,"quantity":2}],\
            "note":"\(filler)","value":59.90},\
            "user":{"id":"9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd"}}}
            """
        return NewEvent(
            source: source, eventName: "purchase", eventID: id, producerID: nil, eventTime: now, receivedAt: now,
            key: EventKey(eventIDDigest: bytes(8), sourceAndNameDigest: bytes(8)), bodySHA256: digest,
            record: Array(record.utf8), deliveryClass: .live)
    }

    /// A portion of events.
    mutating func portion(_ count: Int, from index: Int, source: SourceID, now: Timestamp) -> [NewEvent] {
        (0..<count).map { next(index + $0, source: source, now: now) }
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let mixed = random.next()
            for shift in stride(from: 0, to: 64, by: 8) where bytes.count < count {
                bytes.append(UInt8(truncatingIfNeeded: mixed >> UInt64(shift)))
            }
        }
        return bytes
    }
}
