import OutboxCore
import OutboxIdentity

/// The values that are written as they stand in the event, which nearly all are; what a field takes decides.
enum PlainValue: UInt8, Sendable {
    /// A text that holds nobody's address or number.
    case text
    /// A number.
    case number
    /// A whole number of a usual size, in digits alone.
    case integer
    /// A number that goes with a currency that TikTok lists.
    case amount
    /// The digest of an identity.
    case digest
    /// None: the value is worked on.
    case none

    init(_ kind: TikTokField.Kind) {
        switch kind {
        case .text: self = .text
        case .number: self = .number
        case .integer: self = .integer
        case .amount: self = .amount
        case .identity: self = .digest
        case .bool, .address, .currency, .place, .country, .idfa, .gaid, .trackingStatus, .texts,
            .range, .contents, .unlisted:
            self = .none
        }
    }

    /// The bytes to write, where the value goes as it stands; nil where `ValueFinisher` is to be asked.
    ///
    /// - Parameters:
    ///   - scans: whether texts are searched for addresses and numbers.
    ///   - hasCurrency: whether the event has a currency that TikTok lists.
    @inline(__always)
    func bytes(
        of span: JSONSpan, in document: UnsafeBufferPointer<UInt8>, scans: Bool, hasCurrency: Bool = false
    ) -> UnsafeBufferPointer<UInt8>? {
        let bytes = UnsafeBufferPointer(rebasing: document[span.range])
        let goes =
            switch self {
            case .text:
                span.kind == .string && bytes.count > 2
                    && !(scans && PersonalDataScanner.mayHold(UnsafeRawBufferPointer(bytes)))
            case .number: span.kind == .number
            case .integer: span.kind == .number && bytes.count <= 15 && bytes.allSatisfy { $0 &- 0x30 < 10 }
            case .amount: span.kind == .number && hasCurrency
            case .digest:
                span.kind == .string && bytes.count == 66
                    && SHA256Digest.isStoredDigest(
                        UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: document[span.contents])))
            case .none: false
            }
        return goes ? bytes : nil
    }
}
