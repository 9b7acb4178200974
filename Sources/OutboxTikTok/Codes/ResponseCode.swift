/// One line of TikTok's table of codes: a code, or a range of codes with one meaning.
package struct ResponseCode: Sendable, Hashable {
    /// The codes it speaks of; for most lines a single one.
    package let codes: ClosedRange<Int>
    /// TikTok's own name (official SDK), or what the range is about.
    package let name: String
    /// What it means.
    package let meaning: CodeMeaning

    init(_ code: Int, _ name: String, _ meaning: CodeMeaning) {
        self.init(code...code, name, meaning)
    }

    init(_ codes: ClosedRange<Int>, _ name: String, _ meaning: CodeMeaning) {
        self.codes = codes
        self.name = name
        self.meaning = meaning
    }
}
