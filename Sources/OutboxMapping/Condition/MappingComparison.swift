package import OutboxCore

/// One comparison of a condition, for those who check configurations.
package struct MappingComparison: Sendable, Hashable {
    /// The operators, by their names in the file.
    package enum Operator: String, Sendable, CaseIterable {
        /// Equals the one constant.
        case eq
        /// Does not equal the one constant.
        case ne
        /// Equals one of the constants.
        case `in`
        /// Equals none of the constants.
        case notIn = "not_in"
        /// Is a number above the constant.
        case gt
        /// Is a number above the constant or equal to it.
        case gte
        /// Is a number below the constant.
        case lt
        /// Is a number below the constant or equal to it.
        case lte
        /// Is a text with the constant somewhere in it, or a list with the constant among its elements.
        case contains
        /// The negation of ``contains``.
        case notContains = "not_contains"
        /// Is a text that begins with the constant.
        case startsWith = "starts_with"
        /// Is a text that ends with the constant.
        case endsWith = "ends_with"
        /// Is a text in which the regular expression is found.
        case matches
        /// The negation of ``matches``.
        case notMatches = "not_matches"
        /// Is there at all (`true`), or is not (`false`).
        case exists
        /// Is absent, or an empty text, list or object (`true`), or is neither (`false`).
        case empty
    }

    /// What is looked at, as written: `context.page.url | url_param('utm_source')`.
    package let subject: String
    /// The path, where the subject is nothing but one.
    package let path: JSONPath?
    /// How it is compared.
    package let comparison: Operator
    /// The constants as texts: `["1042"]`.
    package let constants: [String]
    /// Whether it stands below a `not`.
    package let isNegated: Bool
    /// The line of the file that it stands in.
    package let line: Int
}
