/// No note of work left undone in what is shipped.
struct UnfinishedWorkRule: Rule {
    private let notes: Set<Substring> = ["TODO", "FIXME"]

    func offences(in file: SourceFile) -> [Offence] {
        guard file.area.module != nil else { return [] }
        return texts(of: file).flatMap { line, text in
            text.split { !$0.isLetter }.filter(notes.contains).map { note in
                file.offence(line: line, "a \(note) is left", "do it now, or write an issue and say here what holds")
            }
        }
    }

    /// The comments of Swift, the lines of everything else.
    private func texts(of file: SourceFile) -> [(line: Int, text: Substring)] {
        file.isSwift
            ? file.comments.map { ($0.firstLine, Substring($0.text)) }
            : file.lines.enumerated().map { ($0.offset + 1, $0.element) }
    }
}
