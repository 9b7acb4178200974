import OutboxCore

/// The event numbers of an attempt in the order of their positions, as `outbox_attempt.members` keeps them: the
/// difference of each to the one before, zigzag-coded, 7 bits a byte, the lowest first.
enum MemberList {
    /// The bytes to store.
    static func encode(_ members: some Sequence<EventNumber>) -> [UInt8] {
        var bytes: [UInt8] = []
        var previous: Int64 = 0
        for member in members {
            let difference = member.rawValue &- previous
            previous = member.rawValue
            var rest = UInt64(bitPattern: (difference << 1) ^ (difference >> 63))
            while rest >= 0x80 {
                bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
                rest >>= 7
            }
            bytes.append(UInt8(truncatingIfNeeded: rest))
        }
        return bytes
    }

    /// The numbers that were stored; nil for bytes that `encode` never makes.
    static func decode(_ bytes: some Sequence<UInt8>) -> [EventNumber]? {
        var members: [EventNumber] = []
        var previous: Int64 = 0
        var rest: UInt64 = 0
        var shift = 0
        for byte in bytes {
            guard shift < 64 else { return nil }
            rest |= UInt64(byte & 0x7F) << shift
            shift += 7
            guard byte < 0x80 else { continue }
            previous = previous &+ (Int64(bitPattern: rest >> 1) ^ -Int64(bitPattern: rest & 1))
            members.append(EventNumber(previous))
            (rest, shift) = (0, 0)
        }
        return shift == 0 ? members : nil
    }
}
