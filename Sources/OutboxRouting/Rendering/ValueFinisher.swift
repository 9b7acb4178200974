import OutboxCore
import OutboxIdentity
import OutboxMapping

/// Finishes values as TikTok's fields want them, and writes them.
///
/// Nothing is invented and nothing rounded: a number keeps its digits, and what does not fit is left out.
struct ValueFinisher: Sendable {
    /// What became of a value.
    enum Outcome {
        /// It was written.
        case written
        /// There was nothing to write.
        case absent
        /// It cannot be sent, and why: `left out: …`, which never holds the value.
        case dropped(String)
        /// It was written with a digest in the place of a clear identity.
        case scrubbed
    }

    /// What is noted where a digest went in the place of a clear identity, or the user of a URL was left out.
    static let scrubbedReason =
        "held a clear e-mail address or phone number, sent as its digest, or the user of a URL, left out"

    private let normalizer: IdentityNormalizer
    private let address = AddressNormalizer()
    private let scanner: PersonalDataScanner?

    init(rules: DestinationRules) {
        normalizer = IdentityNormalizer(rules: rules.identity)
        scanner = rules.scrubsTexts ? PersonalDataScanner() : nil
    }

    /// Whether texts are searched for clear identities.
    var scans: Bool { scanner != nil }

    /// Writes a value with its key, or nothing at all.
    ///
    /// - Parameter event: The event, which tells the country of the user's address, which postal codes depend on.
    func write(
        _ value: MappedValue, as kind: TikTokField.Kind, key: JSONKey, of event: JSONValue?, to writer: inout JSONWriter
    ) -> Outcome {
        switch kind {
        case .text: return writeText(value, key: key, to: &writer)
        case .number, .amount: return writeNumber(value, key: key, to: &writer)
        case .integer: return writeInteger(value, key: key, to: &writer)
        case .bool: return writeBool(value, key: key, to: &writer)
        case .identity(let field, let isList):
            return writeIdentity(value, as: field, isList: isList, of: event, key: key, to: &writer)
        case .address: return writeAddress(value, key: key, to: &writer)
        case .currency: return .absent
        case .place:
            let isWritten = Self.writePlain(value, key: key, to: &writer) { address.withQuotedPlace($0, $1) }
            return isWritten ? .written : writeMade(value, key: key, to: &writer) { try? address.city($0) }
        case .country: return writeCountry(value, key: key, to: &writer)
        case .idfa: return writeMade(value, key: key, to: &writer) { AdvertisingIdentifier.idfa($0) }
        case .gaid: return writeMade(value, key: key, to: &writer) { AdvertisingIdentifier.gaid($0) }
        case .trackingStatus: return writeTrackingStatus(value, key: key, to: &writer)
        case .texts: return writeTexts(value, key: key, to: &writer)
        case .range: return writeRange(value, key: key, to: &writer)
        case .contents, .unlisted: return writeUnlisted(value, key: key, to: &writer)
        }
    }

    /// The text with digests in the place of clear identities; nil where there are none.
    func scrubbed(_ text: String) -> String? { scanner?.scrub(text)?.text }

    // MARK: - Texts

    private func writeText(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        // The way of nearly all texts: as they stand in the event.
        if case .event(let json) = value, json.kind == .string {
            let raw = json.raw
            if raw.count == 2 { return .absent }
            guard let scanner, PersonalDataScanner.mayHold(raw) else {
                writer.member(key, json)
                return .written
            }
            return writeScrubbed(json.string ?? "", scanner, key: key, to: &writer)
        }
        guard let text = value.text else { return Self.isNothing(value) ? .absent : .dropped("left out: not a text") }
        if text.isEmpty { return .absent }
        guard let scanner else {
            writer.key(key)
            writer.string(text)
            return .written
        }
        return writeScrubbed(text, scanner, key: key, to: &writer)
    }

    private func writeScrubbed(
        _ text: String, _ scanner: PersonalDataScanner, key: JSONKey, to writer: inout JSONWriter
    ) -> Outcome {
        let scrubbed = scanner.scrub(text)
        writer.key(key)
        writer.string(scrubbed?.text ?? text)
        return scrubbed == nil ? .written : .scrubbed
    }

    private func writeTexts(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        guard let elements = value.elements else {
            guard let text = value.text else {
                return Self.isNothing(value) ? .absent : .dropped("left out: not a list of texts")
            }
            return text.isEmpty ? .absent : writeList([text], key: key, to: &writer)
        }
        let texts = elements.compactMap(\.text).filter { !$0.isEmpty }
        guard !texts.isEmpty else { return elements.isEmpty ? .absent : .dropped("left out: no text in the list") }
        return writeList(texts, key: key, to: &writer)
    }

    private func writeList(_ texts: [String], key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        var isScrubbed = false
        writer.key(key)
        writer.beginArray()
        for text in texts {
            let scrubbed = scanner?.scrub(text)
            isScrubbed = isScrubbed || scrubbed != nil
            writer.string(scrubbed?.text ?? text)
        }
        writer.endArray()
        return isScrubbed ? .scrubbed : .written
    }

    /// Writes a text that is made of the value; nothing where nothing is made of it.
    private func writeMade(
        _ value: MappedValue, key: JSONKey, to writer: inout JSONWriter, _ make: (String) -> String?
    ) -> Outcome {
        guard let text = value.text else { return Self.isNothing(value) ? .absent : .dropped("left out: not a text") }
        guard !text.isEmpty, let made = make(text), !made.isEmpty else { return .absent }
        writer.key(key)
        writer.string(made)
        return .written
    }

    private static let trackingStatuses: Set = [
        "AUTHORIZED", "DENIED", "NOT_DETERMINED", "RESTRICTED", "NOT_APPLICABLE",
    ]

    private func writeTrackingStatus(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        guard let text = value.text else { return Self.isNothing(value) ? .absent : .dropped("left out: not a text") }
        if text.isEmpty { return .absent }
        let word = text.uppercased()
        guard Self.trackingStatuses.contains(word) else { return .dropped("left out: not one of TikTok's five") }
        writer.key(key)
        writer.string(word)
        return .written
    }

    /// Writes what is made of a text that stands in the event as it reads; false where nothing is.
    private static func writePlain(
        _ value: MappedValue, key: JSONKey, to writer: inout JSONWriter,
        _ make: (UnsafeBufferPointer<UInt8>, (UnsafeBufferPointer<UInt8>) -> Void) -> Bool
    ) -> Bool {
        guard case .event(let json) = value else { return false }
        return json.withPlainBytes { bytes in make(bytes) { writer.member(key, $0) } } ?? false
    }

    private func writeCountry(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        if Self.writePlain(value, key: key, to: &writer, { address.withQuotedCountry($0, $1) }) { return .written }
        guard let text = value.text else { return Self.isNothing(value) ? .absent : .dropped("left out: not a text") }
        if text.isEmpty { return .absent }
        guard let code = try? address.country(text) else { return .dropped("left out: not a code of two letters") }
        writer.key(key)
        writer.string(code)
        return .written
    }

    private func writeAddress(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        if case .event(let json) = value,
            let isPublic = json.withPlainBytes({ InternetAddress.isPublicIPv4(text: $0) })
        {
            guard isPublic else { return .dropped("left out: not a public internet address") }
            writer.member(key, json)
            return .written
        }
        guard let text = value.text else { return Self.isNothing(value) ? .absent : .dropped("left out: not a text") }
        if text.isEmpty { return .absent }
        guard let address = InternetAddress(text), address.isPublic else {
            return .dropped("left out: not a public internet address")
        }
        writer.key(key)
        writer.string(address.text)
        return .written
    }

    // MARK: - Numbers

    private func writeNumber(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        if case .event(let json) = value, json.kind == .number {
            writer.member(key, json)
            return .written
        }
        guard let digits = value.numberDigits else {
            return Self.isNothing(value) ? .absent : .dropped("left out: not a number")
        }
        writer.key(key)
        writer.raw(digits)
        return .written
    }

    private func writeInteger(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        guard let number = value.wholeNumber else {
            return Self.isNothing(value) ? .absent : .dropped("left out: not a whole number")
        }
        writer.key(key)
        writer.integer(number)
        return .written
    }

    private func writeBool(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        guard let bool = Self.bool(value) else {
            return Self.isNothing(value) ? .absent : .dropped("left out: not true or false")
        }
        writer.key(key)
        writer.bool(bool)
        return .written
    }

    private func writeRange(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        guard let elements = value.elements, !elements.isEmpty else {
            return Self.isNothing(value) ? .absent : .dropped("left out: not a list of two numbers")
        }
        let numbers = elements.compactMap(\.numberDigits)
        guard numbers.count == 2, elements.count == 2 else { return .dropped("left out: not a list of two numbers") }
        writer.key(key)
        writer.beginArray()
        for number in numbers { writer.raw(number) }
        writer.endArray()
        return .written
    }

    /// A truth value, also as the text of one; nil for everything else.
    static func bool(_ value: MappedValue) -> Bool? {
        if let bool = value.bool { return bool }
        switch value.text {
        case "true": return true
        case "false": return false
        default: return nil
        }
    }

    /// Whether a value is an empty text, list or object, which is left out without a word.
    private static func isNothing(_ value: MappedValue) -> Bool { value.isEmpty }
}

// MARK: - Identities

extension ValueFinisher {
    /// Writes an identity: what is a digest as it is, everything else normalised and hashed.
    private func writeIdentity(
        _ value: MappedValue, as field: IdentityField, isList: Bool, of event: JSONValue?, key: JSONKey,
        to writer: inout JSONWriter
    ) -> Outcome {
        if case .event(let json) = value, Self.isDigest(json) {
            writer.member(key, json)
            return .written
        }
        var digests: [String] = []
        var reason: String?
        for element in value.elements ?? [value] where !element.isEmpty {
            guard let text = element.text else {
                reason = reason ?? "not a text"
                continue
            }
            let country = field == .zip ? event?["user"]?["country"]?.string : nil
            switch normalizer.normalize(text, as: field, country: country) {
            case .digest(let digest, _): digests.append(digest)
            case .dropped(let dropped): reason = reason ?? dropped.description
            }
        }
        guard let first = digests.first else { return reason.map { .dropped("left out: \($0)") } ?? .absent }
        writer.key(key)
        guard isList, digests.count > 1 else {
            writer.string(first)
            return .written
        }
        writer.beginArray()
        for digest in digests { writer.string(digest) }
        writer.endArray()
        return .written
    }

    /// Whether a text is the digest of something, in the form that intake stores.
    private static func isDigest(_ value: JSONValue) -> Bool {
        guard let bytes = value.plainBytes, bytes.count == 64 else { return false }
        return bytes.withUnsafeBytes { SHA256Digest.isStoredDigest($0) }
    }
}

// MARK: - Whatever it is

extension ValueFinisher {
    /// Writes a value as it is, with digests in the place of clear identities.
    func writeUnlisted(_ value: MappedValue, key: JSONKey, to writer: inout JSONWriter) -> Outcome {
        writer.key(key)
        var isScrubbed = false
        write(value, to: &writer, isScrubbed: &isScrubbed)
        return isScrubbed ? .scrubbed : .written
    }

    /// An event with digests in the place of clear addresses and numbers; its identity fields stay, for they are hashed
    /// when they are written. Nil where two keys would become one.
    func hidden(_ event: JSONValue) -> JSONValue? {
        guard scanner != nil, event.kind == .object, PersonalDataScanner.mayHold(event.raw) else { return event }
        var writer = JSONWriter(capacity: event.raw.count)
        var isScrubbed = false
        writer.beginObject()
        for (key, member) in event.members {
            writer.key(key)
            guard key.isString("user"), member.kind == .object else {
                write(member, to: &writer, isScrubbed: &isScrubbed)
                continue
            }
            writer.beginObject()
            for (key, value) in member.members {
                writer.key(key)
                let path = JSONPath([.key("user"), .key(key.string ?? "")])
                if IdentityPath.field(at: path) != nil {
                    writer.value(value)
                } else {
                    write(value, to: &writer, isScrubbed: &isScrubbed)
                }
            }
            writer.endObject()
        }
        writer.endObject()
        return (try? JSONDocument(writer.bytes))?.root
    }

    private func write(_ value: MappedValue, to writer: inout JSONWriter, isScrubbed: inout Bool) {
        switch value {
        case .event(let json): write(json, to: &writer, isScrubbed: &isScrubbed)
        case .text(let text): write(text, to: &writer, isScrubbed: &isScrubbed)
        case .number, .bool: value.append(to: &writer)
        case .list(let elements):
            writer.beginArray()
            for element in elements { write(element, to: &writer, isScrubbed: &isScrubbed) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                write(member.value, to: &writer, isScrubbed: &isScrubbed)
            }
            writer.endObject()
        }
    }

    private func write(_ json: JSONValue, to writer: inout JSONWriter, isScrubbed: inout Bool) {
        guard scanner != nil, PersonalDataScanner.mayHold(json.raw) else { return writer.value(json) }
        switch json.kind {
        case .object:
            writer.beginObject()
            for (key, member) in json.members {
                let text = key.string ?? ""
                let scrubbed = scanner?.scrub(text)
                isScrubbed = isScrubbed || scrubbed != nil
                writer.key(scrubbed?.text ?? text)
                write(member, to: &writer, isScrubbed: &isScrubbed)
            }
            writer.endObject()
        case .array:
            writer.beginArray()
            for element in json.elements { write(element, to: &writer, isScrubbed: &isScrubbed) }
            writer.endArray()
        case .string: write(json.string ?? "", to: &writer, isScrubbed: &isScrubbed)
        case .number, .bool, .null: writer.value(json)
        }
    }

    private func write(_ text: String, to writer: inout JSONWriter, isScrubbed: inout Bool) {
        let scrubbed = scanner?.scrub(text)
        isScrubbed = isScrubbed || scrubbed != nil
        writer.string(scrubbed?.text ?? text)
    }
}
