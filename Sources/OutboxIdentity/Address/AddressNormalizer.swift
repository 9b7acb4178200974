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

    /// Calls with the normal form of a place's name in ASCII, given as UTF-8, between quotation marks; false where it
    /// is to be made by ``city(_:)`` or ``state(_:)``. Makes no texts: for the hot path.
    package func withQuotedPlace(
        _ name: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) -> Bool {
        guard name.count <= 64, name.allSatisfy({ $0 < 0x80 }) else { return false }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: name.count + 2) { room in
            let inside = UnsafeMutableBufferPointer(rebasing: room[1..<name.count + 1])
            let count = ProperName.writeASCII(name, spaces: .none, to: inside)
            guard count > 0 else { return false }
            room.initializeElement(at: 0, to: UInt8(ascii: "\""))
            room.initializeElement(at: count + 1, to: UInt8(ascii: "\""))
            body(UnsafeBufferPointer(rebasing: room[..<(count + 2)]))
            return true
        }
    }

    /// Calls with a country's two letters in lower case, given as UTF-8, between quotation marks; false where they are
    /// to be made by ``country(_:)``. Makes no texts: for the hot path.
    package func withQuotedCountry(
        _ code: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) -> Bool {
        guard code.count == 2, code.allSatisfy({ $0.isASCIILetter }) else { return false }
        let quote = UInt8(ascii: "\"")
        withUnsafeBytes(of: (quote, code[0].lowercasedASCII, code[1].lowercasedASCII, quote)) {
            body($0.assumingMemoryBound(to: UInt8.self))
        }
        return true
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
