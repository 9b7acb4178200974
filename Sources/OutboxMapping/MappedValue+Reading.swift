package import OutboxCore

extension MappedValue {
    /// A text as it is, or a number as JavaScript would print it; nil for everything else.
    package var text: String? {
        switch self {
        case .text(let text): text
        case .number(let digits): String(decoding: digits, as: UTF8.self)
        case .event(let value):
            switch value.kind {
            case .string: value.string
            case .number: value.integer.map { String($0) } ?? String(decoding: value.raw, as: UTF8.self)
            default: nil
            }
        default: nil
        }
    }

    /// The digits of a number, or of a text that is a number by JSON's grammar, as written; nil for everything else.
    package var numberDigits: [UInt8]? {
        switch self {
        case .number(let digits): digits
        case .text(let text): NumberText.digits(of: text)
        case .event(let value):
            switch value.kind {
            case .number: Array(value.raw)
            case .string: value.string.flatMap { NumberText.digits(of: $0) }
            default: nil
            }
        default: nil
        }
    }

    /// A whole number of 64 bits, also where it is written as a text or with a fraction of zero; nil otherwise.
    package var wholeNumber: Int64? {
        if case .event(let value) = self, let integer = value.integer { return integer }
        guard let digits = numberDigits else { return nil }
        return ExactDecimal(String(decoding: digits, as: UTF8.self)).flatMap { Int64($0.description) }
    }

    /// A truth value; nil for everything else.
    package var bool: Bool? {
        switch self {
        case .bool(let bool): bool
        case .event(let value): value.bool
        default: nil
        }
    }

    /// The elements of a list without those that are null; nil for everything else.
    package var elements: [MappedValue]? {
        switch self {
        case .list(let elements): elements
        case .event(let value) where value.kind == .array:
            value.elements.compactMap { $0.isNull ? nil : .event($0) }
        default: nil
        }
    }

    /// A member of an object; nil where there is none or a null.
    package subscript(_ name: String) -> MappedValue? {
        switch self {
        case .event(let value): value[name].flatMap { $0.isNull ? nil : .event($0) }
        case .object(let members): members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
        default: nil
        }
    }

    /// Whether it is an empty text, list or object.
    package var isEmpty: Bool {
        switch self {
        case .text(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .number, .bool: false
        case .event(let value):
            switch value.kind {
            case .string: value.isString("")
            case .array, .object: value.count == 0
            case .number, .bool, .null: false
            }
        }
    }

    /// Writes the value as JSON: what came from the event byte by byte.
    package func append(to writer: inout JSONWriter) {
        switch self {
        case .event(let value): writer.value(value)
        case .text(let text): writer.string(text)
        case .number(let digits): writer.raw(digits)
        case .bool(let bool): writer.bool(bool)
        case .list(let elements):
            writer.beginArray()
            for element in elements { element.append(to: &writer) }
            writer.endArray()
        case .object(let members):
            writer.beginObject()
            for member in members {
                writer.key(member.name)
                member.value.append(to: &writer)
            }
            writer.endObject()
        }
    }
}
