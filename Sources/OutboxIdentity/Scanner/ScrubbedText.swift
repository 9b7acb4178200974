/// A text whose personal data is replaced by digests, or left out.
package struct ScrubbedText: Sendable, Equatable {
    /// The text; all that is not personal data is there byte for byte.
    package let text: String
    /// What was replaced, in the order of the text.
    package let found: [PersonalData.Kind]
}
