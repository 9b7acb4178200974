/// The parts of an address that TikTok takes in clear text: city, state and country.
///
/// City and state become lower-case, their white space, punctuation and symbols go, every script and accent stays:
/// `Târgu Mureș` is `târgumureș`, `St. John's` is `stjohns`. The country is two lower-case letters (TikTok: Events API
/// 2.0 parameters). Nothing is hashed.
package struct AddressNormalizer: Sendable {
    /// Makes one; it has no settings.
    package init() {}

    /// The normal form of a city's name; throws `DropReason.empty` if nothing is left of it.
    package func city(_ text: String) throws(DropReason) -> String {
        try place(text)
    }

    /// The normal form of a state's, province's or region's name; throws `DropReason.empty` if nothing is left of it.
    package func state(_ text: String) throws(DropReason) -> String {
        try place(text)
    }

    /// A country's two letters in lower case; throws for anything else, names of countries included.
    package func country(_ text: String) throws(DropReason) -> String {
        try CountryCode.normalized(text)
    }

    private func place(_ text: String) throws(DropReason) -> String {
        let name = ProperName.normalized(Array(text.utf8), spaces: .none)
        guard !name.isEmpty else { throw .empty }
        return String(decoding: name, as: UTF8.self)
    }
}
