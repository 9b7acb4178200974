/// Personal data that was found in a text, and what is put in its place.
struct PersonalDataFinding {
    /// Where it stands.
    let range: Range<Int>
    /// What it is.
    let kind: PersonalData.Kind
    /// What stands there instead: its digest, or nothing.
    let replacement: String

    /// An address or a number, which becomes its digest.
    init(_ range: Range<Int>, _ data: PersonalData) {
        self.range = range
        kind = data.kind
        replacement = data.digest
    }

    /// The user in front of a URL's host, password and `@` included: a page has the same address without.
    init(userInfo range: Range<Int>) {
        self.range = range
        kind = .userInfo
        replacement = ""
    }

    private init(_ range: Range<Int>, as finding: PersonalDataFinding) {
        self.range = range
        kind = finding.kind
        replacement = finding.replacement
    }

    /// The same, where it stands in the text that the searched one was made of.
    func moved(to range: Range<Int>) -> PersonalDataFinding { PersonalDataFinding(range, as: self) }
}
