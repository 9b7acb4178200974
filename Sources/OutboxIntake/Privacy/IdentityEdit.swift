import OutboxCore
import OutboxIdentity

/// Replaces the identities of `user` by their digests, each at its own path.
struct IdentityEdit: Sendable {
    private let normalizer: IdentityNormalizer
    /// What a destination makes its digests with where the identities are kept in clear.
    private let plainNormalizer = IdentityNormalizer()
    private let keepsClear: Bool

    /// - Parameter keepsClear: whether identities are kept in clear (`privacy.store: full`).
    init(normalizer: IdentityNormalizer, keepsClear: Bool) {
        self.normalizer = normalizer
        self.keepsClear = keepsClear
    }

    /// Notes what becomes of one member of `user`; a value that is no identity is left out, with a warning.
    ///
    /// - Returns: false for a member that is none of the identities.
    func apply(
        to value: JSONValue, named key: JSONValue, of user: JSONValue, edits: inout JSONEdits, findings: inout Findings
    ) -> Bool {
        guard let name = key.string else { return false }
        let place = Place(member: name)
        if let field = IdentityField(rawValue: name) {
            let country = field == .zip ? user["country"]?.string : nil
            Self.forEach(value, at: place) {
                replace($0, as: field, country: country, place: $1, edits: &edits, findings: &findings)
            }
        } else if name.hasSuffix(Self.twinSuffix), let field = IdentityField(rawValue: Self.clearName(of: name)) {
            Self.forEach(value, at: place) { keepDigest($0, place: $1, edits: &edits, findings: &findings) }
            compare(value, with: field, of: user, place: place, findings: &findings)
        } else {
            return false
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

    private static let twinSuffix = "_sha256"

    private static func clearName(of twin: String) -> String { String(twin.dropLast(twinSuffix.count)) }

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
        guard let text = Self.text(of: value) else {
            drop(value, place, "not a text", &edits, &findings)
            return
        }
        switch normalizer.normalize(text, as: field, country: country) {
        case .digest(let digest, _):
            if !keepsClear {
                edits.replace(value, with: digest)
            } else if plainNormalizer.normalize(text, as: field, country: country)
                != .digest(digest, alreadyHashed: false),
                let normal = normalizer.normalized(text, as: field, country: country)
            {
                edits.replace(value, with: normal)
            } else if value.kind == .number {
                // The text is what is hashed, so it is what can be compared, too.
                edits.replace(value, with: text)
            }
        case .dropped(let reason):
            drop(value, place, reason.description, &edits, &findings)
        }
    }

    /// The digests that a user is known by whose id is an e-mail address in other letters than addresses are compared
    /// in; none where identities are kept in clear, since the address can be read there.
    func addresses(amongIDsOf user: JSONValue?) -> [String] {
        guard !keepsClear, let id = user?[IdentityField.externalID.rawValue] else { return [] }
        var digests: [String] = []
        Self.forEach(id, at: Place(member: "")) { value, _ in
            guard let text = value.string, text.utf8.contains(UInt8(ascii: "@")),
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

    private static func text(of value: JSONValue) -> String? {
        switch value.kind {
        case .string: value.string
        case .number:
            if case .success(let id) = EventIDReader.read(value) { id.text } else { nil }
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
            if let text = Self.text(of: value),
                case .digest(let digest, _) = normalizer.normalize(text, as: field, country: country),
                let digest = SHA256Digest(hexadecimal: digest)
            {
                made.insert(digest)
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
