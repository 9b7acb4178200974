/// What is wrong with the value of one field.
struct FieldProblem: Error {
    /// A sentence without a full stop, safe to be shown.
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
