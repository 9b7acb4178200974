import OutboxCore
import OutboxIdentity

/// Replaces the identities of `user` by their digests, each at its own path.
struct IdentityEdit: Sendable {
    private let normalizer: IdentityNormalizer
    /// What a destination makes its digests with where the identities are kept in clear.
    private let plainNormalizer = IdentityNormalizer()
    /// Whether identities are kept in clear (`privacy.store: full`).
    let keepsClear: Bool

    /// - Parameter keepsClear: whether identities are kept in clear (`privacy.store: full`).
    init(normalizer: IdentityNormalizer, keepsClear: Bool) {
        self.normalizer = normalizer
        self.keepsClear = keepsClear
    }

    /// The identities by the names of their members, and behind them, in the same order, their ready-made digests.
    private static let fields = IdentityField.allCases
    private static let names = JSONNames(fields.map(\.rawValue) + fields.map { $0.rawValue + twinSuffix })
    private static let twinSuffix = "_sha256"

    /// Notes what becomes of one member of `user`; a value that is no identity is left out, with a warning.
    ///
    /// - Returns: false for a member that is none of the identities.
    func apply(
        to value: JSONValue, named key: JSONValue, of user: JSONValue, edits: inout JSONEdits, findings: inout Findings
    ) -> Bool {
        guard let number = Self.names.number(of: key) else { return false }
        let field = Self.fields[number % Self.fields.count]
        if number < Self.fields.count {
            // The way of nearly all.
            if !keepsClear, let digest = value.withPlainBytes({ normalizer.quickDigest(of: $0, as: field) }) {
                digest.withQuotedHexadecimal { edits.replace(value, withPlain: $0) }
                return true
            }
            let country = field == .zip ? user["country"]?.string : nil
            Self.forEach(value, at: Place(member: field.rawValue)) {
                replace($0, as: field, country: country, place: $1, edits: &edits, findings: &findings)
            }
        } else {
            let place = Place(member: field.rawValue + Self.twinSuffix)
            Self.forEach(value, at: place) { keepDigest($0, place: $1, edits: &edits, findings: &findings) }
            compare(value, with: field, of: user, place: place, findings: &findings)
        }
        return true
    }

    /// Notes the same for a value that stands elsewhere, in the document that the event was made of; what is left out
    /// there is said of the event.
    func replace(_ value: JSONValue, as slot: IdentitySlot, country: String?, edits: inout JSONEdits) {
        var unsaid = Findings()
        guard value.kind != .object else {
            edits.remove(value)
            return
        }
        Self.forEach(value, at: Place(member: "")) { value, place in
            switch slot {
            case .clear(let field):
                replace(
                    value, as: field, country: field == .zip ? country : nil, place: place, edits: &edits,
                    findings: &unsaid)
            case .digest: keepDigest(value, place: place, edits: &edits, findings: &unsaid)
            }
        }
    }

    /// Where a value stands; put into words only where something is said of it.
    private struct Place {
        let member: String
        var index: Int?

        var path: String { index.map { "user.\(member)[\($0)]" } ?? "user.\(member)" }
    }

    /// Calls for a value, or for each element of an array; null is nothing.
    private static func forEach(_ value: JSONValue, at place: Place, _ body: (JSONValue, Place) -> Void) {
        guard value.kind == .array else {
            if !value.isNull { body(value, place) }
            return
        }
        for (index, element) in value.elements.enumerated() where !element.isNull {
            body(element, Place(member: place.member, index: index))
        }
    }

    private func replace(
        _ value: JSONValue, as field: IdentityField, country: String?, place: Place, edits: inout JSONEdits,
        findings: inout Findings
    ) {
        guard let text = Self.utf8(of: value) else {
            drop(value, place, "not a text", &edits, &findings)
            return
        }
        switch normalizer.hashed(text, as: field, country: country) {
        case .success(let hashed) where !keepsClear:
            hashed.digest.withQuotedHexadecimal { edits.replace(value, withPlain: $0) }
        case .success(let hashed):
            keepClear(value, String(decoding: text, as: UTF8.self), as: field, country, hashed.digest, &edits)
        case .failure(let reason):
            drop(value, place, reason.description, &edits, &findings)
        }
    }

    /// Keeps an identity so that a destination, which knows no rules of the source, makes the same digest of it.
    private func keepClear(
        _ value: JSONValue, _ text: String, as field: IdentityField, _ country: String?, _ digest: SHA256Digest,
        _ edits: inout JSONEdits
    ) {
        let plain = plainNormalizer.normalize(text, as: field, country: country)
        if plain != .digest(digest.hexadecimal, alreadyHashed: false),
            let normal = normalizer.normalized(text, as: field, country: country)
        {
            edits.replace(value, with: normal)
        } else if value.kind == .number {
            // The text is what is hashed, so it is what can be compared, too.
            edits.replace(value, with: text)
        }
    }

    /// The digests that a user is known by whose id is an e-mail address in other letters than addresses are compared
    /// in; none where identities are kept in clear, since the address can be read there.
    func addresses(amongIDsOf user: JSONValue?) -> [String] {
        guard !keepsClear, let id = user?[IdentityField.externalID.rawValue] else { return [] }
        var digests: [String] = []
        Self.forEach(id, at: Place(member: "")) { value, _ in
            // Most ids are none, and no text is made of those.
            guard value.stringPasses({ $0.contains(UInt8(ascii: "@")) }) == true, let text = value.string,
                case .digest(let address, false) = normalizer.normalize(text, as: .email),
                normalizer.normalize(text, as: .externalID) != .digest(address, alreadyHashed: false)
            else { return }
            digests.append(address)
        }
        return digests
    }

    private func drop(
        _ value: JSONValue, _ place: Place, _ reason: @autoclosure () -> String, _ edits: inout JSONEdits,
        _ findings: inout Findings
    ) {
        edits.remove(value)
        findings.warning(place.path, "left out: \(reason())")
    }

    private static func utf8(of value: JSONValue) -> [UInt8]? {
        switch value.kind {
        case .string: value.stringBytes.map { Array($0) }
        case .number:
            if case .success(let id) = EventIDReader.read(value) { Array(id.text.utf8) } else { nil }
        default: nil
        }
    }
}

// MARK: - Ready-made digests

extension IdentityEdit {
    /// A ready-made digest stays, in lower case; what is none is left out, the digest of nothing too.
    private func keepDigest(
        _ value: JSONValue, place: Place, edits: inout JSONEdits, findings: inout Findings
    ) {
        guard let text = value.string, let digest = SHA256Digest(hexadecimal: text) else {
            drop(value, place, "not a SHA-256 in 64 hexadecimal digits", &edits, &findings)
            return
        }
        guard digest != .ofNothing else {
            drop(value, place, DropReason.digestOfNothing.description, &edits, &findings)
            return
        }
        let lowercased = digest.hexadecimal
        if lowercased != text { edits.replace(value, with: lowercased) }
    }

    /// Warns where a digest was given beside the clear value and is of something else.
    private func compare(
        _ twin: JSONValue, with field: IdentityField, of user: JSONValue, place: Place, findings: inout Findings
    ) {
        guard let clear = user[field.rawValue] else { return }
        let country = user["country"]?.string
        var made: Set<SHA256Digest> = []
        Self.forEach(clear, at: place) { value, _ in
            if let text = Self.utf8(of: value),
                case .success(let hashed) = normalizer.hashed(text, as: field, country: country)
            {
                made.insert(hashed.digest)
            }
        }
        var isOther = false
        Self.forEach(twin, at: place) { value, _ in
            guard let digest = value.string.flatMap({ SHA256Digest(hexadecimal: $0) }) else { return }
            if digest != .ofNothing, !made.contains(digest) { isOther = true }
        }
        guard !made.isEmpty, isOther else { return }
        findings.warning(place.path, "not the digest of user.\(field.rawValue), which is what is sent")
    }
}
