import GRDB
import OutboxCore

/// Reads numbers that stand for a case of ours; a number that stands for none tells of a damaged or foreign database.
enum StoredValue {
    /// A value of a column that this version has no case for.
    struct Unknown: Error, CustomStringConvertible {
        let description: String
    }

    /// The case that a number stands for.
    static func value<Value: RawRepresentable<Int>>(_ raw: Int) throws -> Value {
        guard let value = Value(rawValue: raw) else { throw Unknown(description: "no \(Value.self) has number \(raw)") }
        return value
    }

    /// The case that a number stands for, nil for no number.
    static func optional<Value: RawRepresentable<Int>>(_ raw: Int?) throws -> Value? {
        guard let raw else { return nil }
        return try value(raw)
    }

    /// The time in a column, nil for none.
    static func time(_ milliseconds: Int64?) -> Timestamp? {
        milliseconds.map { Timestamp(milliseconds: $0) }
    }
}
