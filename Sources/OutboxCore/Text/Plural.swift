/// Numbers with their nouns in messages.
package enum Plural {
    /// `1 source`, `2 sources`, `0 sources`; a noun whose plural is not made with an s brings it: `1 delivery`,
    /// `2 deliveries`.
    package static func text(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        "\(count) " + (count == 1 ? noun : plural ?? noun + "s")
    }
}
