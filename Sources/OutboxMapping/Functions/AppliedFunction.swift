/// A function in a pipeline.
struct AppliedFunction: Sendable {
    let function: MappingFunction
    /// As written: `round(2)`.
    let text: String
    /// The path whose value it works on, for warnings.
    let place: MappingPath?
}
