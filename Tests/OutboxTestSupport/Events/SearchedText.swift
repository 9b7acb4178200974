/// A text in all the forms that somebody might read an identity in.
package struct SearchedText: Sendable {
    /// In lower case, percent-decoded until nothing changes any more.
    let forms: [String]
    /// The same without what people put between the digits of a telephone number.
    let formsWithoutSeparators: [String]
    /// The text as it is searched.
    package let text: String

    /// Prepares a text for searches.
    package init(_ text: String) {
        self.text = text
        var forms = [text.lowercased()]
        while forms.count < 9, let last = forms.last, last.utf8.contains(UInt8(ascii: "%")) {
            let decoded = Self.decoded(last)
            if decoded == last { break }
            forms.append(decoded)
        }
        self.forms = forms
        formsWithoutSeparators = forms.map { form in
            String(decoding: form.utf8.filter { !Self.separators.contains($0) }, as: UTF8.self)
        }
    }

    private static let separators = Array(" ()-./".utf8)

    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }
}
