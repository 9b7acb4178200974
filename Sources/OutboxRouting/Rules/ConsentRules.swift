package import OutboxMapping

/// What the user of an event must have agreed to before it goes: `consent` of a destination.
package struct ConsentRules: Sendable {
    /// What is done with an event that does not say.
    package enum MissingPolicy: String, Sendable, CaseIterable {
        /// It does not go.
        case skip
        /// It goes.
        case send
        /// It goes with `limited_data_use`.
        case ldu
    }

    /// What is done with an event whose user said no.
    package enum DeniedPolicy: String, Sendable, CaseIterable {
        /// It does not go.
        case skip
        /// It goes with `limited_data_use`.
        case ldu
    }

    /// The categories, all of which must be granted; in the producer's own names.
    package var require: [String]
    /// What is done where one of them is neither granted nor denied.
    package var whenMissing: MissingPolicy = .skip
    /// What is done where one of them is denied.
    package var whenDenied: DeniedPolicy = .skip
    /// The category that governs the browser pixel, for comparison.
    package var pixel: String?
    /// The events that go with `limited_data_use` although consent was given.
    package var limitedDataUse: MappingCondition?
    /// Where the configuration says so.
    package var line: Int?

    /// Rules that require some categories, and skip where one is not granted.
    package init(require: [String]) {
        self.require = require
    }

    /// Whether an event may go with `limited_data_use` by these rules.
    package var mayLimitDataUse: Bool {
        whenMissing == .ldu || whenDenied == .ldu || limitedDataUse != nil
    }
}
