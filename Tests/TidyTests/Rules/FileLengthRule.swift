/// No file above 400 lines, 600 below `Tests`.
struct FileLengthRule: Rule {
    func offences(in file: SourceFile) -> [Offence] {
        let limit = file.area == .test ? 600 : 400
        guard file.lines.count > limit else { return [] }
        return [
            file.offence(
                line: limit + 1, "the file has \(file.lines.count) lines, \(limit) are allowed",
                "move a type or an aspect of it into a file of its own")
        ]
    }
}
