/// The number of a row that the store gave out; the subject keeps numbers of different tables apart.
package struct Identifier<Subject>: RawRepresentable, Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number as it stands in the database.
    package let rawValue: Int64

    /// Wraps a number that the store gave out.
    package init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Wraps a number that the store gave out.
    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    /// Orders by the number, which for events is the order of their acceptance.
    package static func < (left: Self, right: Self) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The number in decimal digits.
    package var description: String { String(rawValue) }
}

/// What a `SourceID` numbers: a named producer.
package enum SourceSubject {}
/// What a `DestinationID` numbers: one TikTok event source with its rules.
package enum DestinationSubject {}
/// What an `EventNumber` numbers: an accepted event.
package enum EventSubject {}
/// What an `AttemptID` numbers: one try of one HTTP request.
package enum AttemptSubject {}
/// What a `ConfigurationID` numbers: a text of the configuration that was in force.
package enum ConfigurationSubject {}
/// What a `TestSessionID` numbers: a test session.
package enum TestSessionSubject {}
/// What a `ReloadID` numbers: an operator's wish that the workers take up the changed configuration.
package enum ReloadSubject {}

/// The number of a source.
package typealias SourceID = Identifier<SourceSubject>
/// The number of a destination.
package typealias DestinationID = Identifier<DestinationSubject>
/// The number of an event, given at its acceptance; people write it as `#` and the number.
package typealias EventNumber = Identifier<EventSubject>
/// The number of an attempt.
package typealias AttemptID = Identifier<AttemptSubject>
/// The number of a configuration that was in force.
package typealias ConfigurationID = Identifier<ConfigurationSubject>
/// The number of a test session.
package typealias TestSessionID = Identifier<TestSessionSubject>
/// The number of a request to reload.
package typealias ReloadID = Identifier<ReloadSubject>
