/// A function in a pipeline; an object, because a value of its size costs more to hand around than to run.
final class AppliedFunction: Sendable {
    let function: MappingFunction
    /// As written: `round(2)`.
    let text: String
    /// The path whose value it works on, for warnings.
    let place: MappingPath?
    /// Whether a list is worked on element by element.
    let isElementwise: Bool

    init(function: MappingFunction, text: String, place: MappingPath?) {
        (self.function, self.text, self.place) = (function, text, place)
        isElementwise = function.isElementwise
    }
}
