/// No line above 120 columns.
struct LineLengthRule: Rule {
    private let limit = 120

    func offences(in file: SourceFile) -> [Offence] {
        // Counting bytes is quick, and no line has more columns than bytes.
        file.lines.enumerated().compactMap { index, line in
            guard line.utf8.count > limit, line.count > limit else { return nil }
            return file.offence(line: index + 1, "the line has \(line.count) columns", "break it at \(limit)")
        }
    }
}
