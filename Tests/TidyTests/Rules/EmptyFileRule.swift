/// No Swift file without code.
struct EmptyFileRule: Rule {
    func offences(in file: SourceFile) -> [Offence] {
        guard file.isSwift, file.tokens.isEmpty else { return [] }
        return [file.offence("the file holds no code", "fill it or remove it")]
    }
}
