import Foundation
import OutboxCore

/// Compares values with what JSONSerialization makes of a document.
enum SerializationComparison {
    /// What JSONSerialization reads, `nil` if it refuses the document.
    static func read(_ bytes: [UInt8]) -> Any? {
        try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }

    /// The first difference, `nil` if there is none.
    static func difference(_ value: JSONValue, _ other: Any) -> String? {
        switch value.kind {
        case .null:
            return other is NSNull ? nil : "null, but \(type(of: other))"
        case .bool:
            return value.bool == other as? Bool ? nil : "a truth value, but \(other)"
        case .number:
            return numberDifference(value, other)
        case .string:
            return stringDifference(value.string ?? "", other)
        case .array:
            guard let array = other as? [Any], array.count == value.count else { return "an array of another length" }
            return zip(value.elements, array).lazy.compactMap { difference($0, $1) }.first
        case .object:
            return objectDifference(value, other)
        }
    }

    private static func numberDifference(_ value: JSONValue, _ other: Any) -> String? {
        guard let number = other as? NSNumber, let double = value.double else { return "a number, but \(other)" }
        if number.doubleValue == double { return nil }
        // JSONSerialization holds many digits as a Decimal, whose doubleValue is off by a few units in the last place;
        // up to 38 digits the decimals themselves must be the same.
        guard number is NSDecimalNumber else { return "number \(double), but \(number)" }
        if let mine = value.decimal, let exact = ExactDecimal(number.stringValue) {
            return mine == exact ? nil : "number \(mine), but \(exact)"
        }
        return abs(number.doubleValue - double) <= 32 * double.ulp ? nil : "number \(double), but \(number)"
    }

    private static func stringDifference(_ string: String, _ other: Any) -> String? {
        guard let text = other as? String else { return "a string, but \(type(of: other))" }
        if string.utf8.elementsEqual(text.utf8) { return nil }
        return withoutMarks(string).utf8.elementsEqual(withoutMarks(text).utf8) ? nil : "other text of a string"
    }

    /// JSONSerialization loses U+FEFF from strings, as if it were a byte order mark; JSONDecoder keeps it.
    private static func withoutMarks(_ text: String) -> String {
        guard text.unicodeScalars.contains("\u{feff}") else { return text }
        var scalars = text.unicodeScalars
        scalars.removeAll { $0 == "\u{feff}" }
        return String(scalars)
    }

    private static func objectDifference(_ value: JSONValue, _ other: Any) -> String? {
        guard let dictionary = other as? [String: Any] else { return "an object, but \(type(of: other))" }
        let keys = value.members.map { $0.key.string ?? "" }
        // A dictionary holds keys that are canonically equivalent in Unicode once; two documents differ in them.
        guard Set(keys.map(withoutMarks)).count == keys.count else { return nil }
        guard dictionary.count == keys.count else { return "an object of another size" }
        for (key, member) in zip(keys, value.members) {
            guard let other = dictionary[key] ?? dictionary[withoutMarks(key)] else { return "a member is missing" }
            if let difference = difference(member.value, other) { return difference }
        }
        return nil
    }
}
