import Foundation
import OutboxCore

/// Compares values with what JSONDecoder makes of a document.
struct DecoderComparison: Decodable {
    private static let documentKey = CodingUserInfoKey(rawValue: "document")

    /// The first difference, `nil` if there is none.
    let difference: String?

    /// The first difference between a value and a document, `nil` if there is none.
    static func difference(_ value: JSONValue, _ bytes: [UInt8]) -> String? {
        let decoder = JSONDecoder()
        if let documentKey { decoder.userInfo[documentKey] = value }
        do {
            return try decoder.decode(DecoderComparison.self, from: Data(bytes)).difference
        } catch {
            return "JSONDecoder refuses it"
        }
    }

    init(from decoder: any Decoder) throws {
        guard let key = Self.documentKey, let value = decoder.userInfo[key] as? JSONValue else {
            difference = "no document"
            return
        }
        difference = try Self.compare(value, decoder)
    }

    private static func compare(_ value: JSONValue, _ decoder: any Decoder) throws -> String? {
        switch value.kind {
        case .object: return try compareObject(value, decoder.container(keyedBy: AnyKey.self))
        case .array: return try compareArray(value, decoder.unkeyedContainer())
        case .number: return try compareNumber(value, decoder.singleValueContainer())
        case .null: return try decoder.singleValueContainer().decodeNil() ? nil : "null, but something"
        case .bool:
            return try decoder.singleValueContainer().decode(Bool.self) == value.bool ? nil : "another truth value"
        case .string:
            let text = try decoder.singleValueContainer().decode(String.self)
            return text.utf8.elementsEqual((value.string ?? "").utf8) ? nil : "other text of a string"
        }
    }

    private static func compareObject(
        _ value: JSONValue, _ container: KeyedDecodingContainer<AnyKey>
    ) throws -> String? {
        let keys = value.members.map { $0.key.string ?? "" }
        // A dictionary holds keys that are canonically equivalent in Unicode once; two documents differ in them.
        guard Set(keys).count == keys.count else { return nil }
        guard container.allKeys.count == keys.count else { return "an object of another size" }
        for (key, member) in zip(keys, value.members) {
            guard container.contains(AnyKey(stringValue: key)) else { return "a member is missing" }
            let inner = try container.superDecoder(forKey: AnyKey(stringValue: key))
            if let difference = try compare(member.value, inner) { return difference }
        }
        return nil
    }

    private static func compareArray(_ value: JSONValue, _ container: any UnkeyedDecodingContainer) throws -> String? {
        var container = container
        for element in value.elements {
            if container.isAtEnd { return "an array of another length" }
            if let difference = try compare(element, container.superDecoder()) { return difference }
        }
        return container.isAtEnd ? nil : "an array of another length"
    }

    private static func compareNumber(
        _ value: JSONValue, _ container: any SingleValueDecodingContainer
    ) throws -> String? {
        let text = String(decoding: value.raw, as: UTF8.self)
        let double = try? container.decode(Double.self)
        if double?.bitPattern != value.double?.bitPattern {
            // JSONDecoder refuses what is too small for a Double (1e-999), and by a fault zeros such as 0e1; the reader
            // and JSONSerialization make zero of both.
            guard double == nil, value.double == 0 else {
                return "\(text): \(value.double ?? .nan), but \(double ?? .nan)"
            }
            return nil
        }
        let integer = try? container.decode(Int64.self)
        if integer == value.integer { return nil }
        // JSONDecoder reads integers with point or exponent by way of a Double and takes what that rounds to; beyond
        // 2^53 it cuts off fractions.
        let isPlain = value.raw.allSatisfy { $0 == UInt8(ascii: "-") || 0x30...0x39 ~= $0 }
        if !isPlain, let double, double.magnitude >= 0x1p53 || integer == Int64(exactly: double) { return nil }
        return "\(text): \(value.integer.map(String.init) ?? "none"), but \(integer.map(String.init) ?? "none")"
    }
}

/// A key of any text.
private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) {
        self.stringValue = stringValue
    }

    init?(intValue: Int) {
        return nil
    }
}

/// Any value of a document, decoded whole: refuses what JSONDecoder refuses anywhere in it.
struct DecodedAnything: Decodable {
    /// Whether JSONDecoder takes the document and each value in it.
    static func isReadable(_ bytes: [UInt8]) -> Bool {
        (try? JSONDecoder().decode(DecodedAnything.self, from: Data(bytes))) != nil
    }

    init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: AnyKey.self) {
            for key in container.allKeys { _ = try container.decode(DecodedAnything.self, forKey: key) }
            return
        }
        if var container = try? decoder.unkeyedContainer() {
            while !container.isAtEnd { _ = try container.decode(DecodedAnything.self) }
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() || (try? container.decode(Bool.self)) != nil { return }
        if (try? container.decode(String.self)) != nil { return }
        _ = try container.decode(Double.self)
    }
}
