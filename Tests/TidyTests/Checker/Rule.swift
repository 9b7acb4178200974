/// One rule of the house, checked file by file.
protocol Rule: Sendable {
    /// The places where the file breaks the rule, from top to bottom.
    func offences(in file: SourceFile) -> [Offence]
}
