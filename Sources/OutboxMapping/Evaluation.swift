package import OutboxCore

/// The state of evaluating rules and conditions over one event; cheap to make, not shared.
package struct Evaluation {
    /// What is read.
    package let input: MappingInput
    /// What was left out and why, in the order it was noticed; never more than ``maximumWarnings``.
    package private(set) var warnings: [EventProblem] = []

    /// How many warnings one evaluation keeps; a list of a thousand bad prices needs no thousand of them.
    package static let maximumWarnings = 50
    /// How much work one evaluation may do: elements visited, and bytes of texts and of what is copied from elements.
    /// So loops inside of loops over a large event have an end.
    package static let maximumWork = 8_000_000

    /// An element that a loop is at.
    private struct Frame {
        var element: MappedValue
        var index: Int
        /// The list.
        var place: MappingPath?
    }

    private var frames: [Frame] = []
    private var work = 0
    /// How often something could not be done that nothing else stands in for: a condition over it is unknown.
    private(set) var faults = 0

    /// Starts an evaluation.
    package init(_ input: MappingInput) {
        self.input = input
    }

    /// The value of an expression.
    mutating func value(of expression: Expression) -> MappedValue? {
        switch expression {
        case .nothing: return nil
        case .path(let path): return value(at: path)
        case .constant(let value): return value
        case .pipeline(let base, let functions): return apply(functions, to: value(of: base))
        case .alternatives(let alternatives, _):
            let before = faults
            for (index, alternative) in alternatives.enumerated() {
                let start = faults
                guard let value = value(of: alternative), index == alternatives.count - 1 || !value.isEmpty else {
                    continue
                }
                // It stands in for what the ones before could not do; where none does, that stays unknown.
                faults = before + faults - start
                return value
            }
            return nil
        case .each(let list, let body):
            guard let value = value(of: list) else { return nil }
            guard let result = map(value, place: list.place, body: body) else {
                warn(list.place, "`each` needs a list; left out")
                return nil
            }
            return .list(result)
        case .object(let members): return object(members)
        case .list(let elements): return .list(elements.compactMap { value(of: $0) })
        case .conditional(let condition, let positive, let negative):
            switch verdict(on: condition) {
            case .holds: return value(of: positive)
            case .fails: return value(of: negative)
            case .unevaluable: return nil
            }
        case .template(let pieces): return filled(pieces)
        }
    }

    /// The value at a path; null is absent.
    mutating func value(at path: MappingPath) -> MappedValue? {
        let found: JSONValue?
        switch path.scope {
        case .event: found = input.event.present(at: path.lookup)
        case .headers: found = input.headers?.present(at: path.lookup)
        case .element:
            guard let element = frames.last?.element else { return nil }
            guard case .event(let value) = element else { return Self.value(at: path.path, in: element) }
            found = value.present(at: path.lookup)
        }
        guard let found else { return nil }
        guard frames.isEmpty || spend(found.raw.count) else { return nil }
        return .event(found)
    }

    /// The results for each element of a list that has one; nil if it is no list.
    mutating func map(_ list: MappedValue, place: MappingPath?, body: Expression) -> [MappedValue]? {
        switch list {
        case .list(let elements): return map(elements.lazy.map { $0 }, place: place, body: body)
        case .event(let value) where value.kind == .array:
            return map(value.elements.lazy.map { MappedValue.event($0) }, place: place, body: body)
        default: return nil
        }
    }

    private mutating func map(
        _ elements: some Sequence<MappedValue>, place: MappingPath?, body: Expression
    ) -> [MappedValue] {
        var results: [MappedValue] = []
        forEach(elements, of: place) { evaluation, _ in
            if let result = evaluation.value(of: body) { results.append(result) }
        }
        return results
    }

    /// Calls at each element of a list; false where there is no list.
    mutating func forEachElement(of list: Expression, _ body: (inout Evaluation, MappedValue) -> Void) -> Bool {
        guard let value = value(of: list) else { return false }
        switch value {
        case .list(let elements): forEach(elements, of: list.place, body)
        case .event(let array) where array.kind == .array:
            forEach(array.elements.lazy.map { .event($0) }, of: list.place, body)
        default:
            warn(list.place, "`each` needs a list; left out")
            return false
        }
        return true
    }

    private mutating func forEach(
        _ elements: some Sequence<MappedValue>, of place: MappingPath?, _ body: (inout Evaluation, MappedValue) -> Void
    ) {
        for (index, element) in elements.enumerated() {
            guard spend(16) else { break }
            frames.append(Frame(element: element, index: index, place: place))
            body(&self, element)
            frames.removeLast()
        }
    }

    private mutating func object(_ members: [(name: String, value: Expression)]) -> MappedValue? {
        var result: [(name: String, value: MappedValue)] = []
        result.reserveCapacity(members.count)
        for (name, expression) in members {
            if let value = value(of: expression) { result.append((name, value)) }
        }
        return result.isEmpty ? nil : .object(result)
    }

    /// A text with a hole that nothing fills is no text.
    private mutating func filled(_ pieces: [Expression]) -> MappedValue? {
        var text = ""
        for piece in pieces {
            guard let value = value(of: piece) else { return nil }
            guard let filling = MappingFunction.scalarText(value) else {
                warn(piece.place, "`template` needs a text, a number, true or false; left out")
                return nil
            }
            text += filling
            guard text.utf8.count <= MappingFunction.maximumTextLength else {
                warn(piece.place, "`template` makes a text of more than 64 KB; left out")
                return nil
            }
            guard spend(filling.utf8.count) else { return nil }
        }
        return .text(text)
    }

    private mutating func apply(_ functions: [AppliedFunction], to value: MappedValue?) -> MappedValue? {
        var value = value
        let before = faults
        for function in functions {
            if case .fallback(let other) = function.function {
                guard value?.isEmpty ?? true else { continue }
                value = other
                faults = before
            } else if let given = value {
                value = apply(function, to: given)
            }
        }
        return value
    }

    /// What a function makes of a value, or of each element of a list.
    private mutating func apply(_ function: AppliedFunction, to value: MappedValue) -> MappedValue? {
        guard function.isElementwise, let elements = value.elements else {
            return applyOnce(function, to: value, index: nil)
        }
        return .list(elements.enumerated().compactMap { applyOnce(function, to: $0.element, index: $0.offset) })
    }

    private mutating func applyOnce(_ function: AppliedFunction, to value: MappedValue, index: Int?) -> MappedValue? {
        guard spend(value.size) else { return nil }
        switch function.function.apply(to: value, place: function.place, in: &self) {
        case .value(let result): return spend(result.size) ? result : nil
        case .absent: return nil
        case .refused(let problem):
            warn(function.place, "`\(function.text)`: \(problem); left out", index: index)
            return nil
        }
    }

    // MARK: Limits and warnings

    /// Notes what was left out.
    mutating func warn(_ place: MappingPath?, _ problem: String, index: Int? = nil) {
        faults += 1
        guard warnings.count < Self.maximumWarnings else { return }
        if warnings.count == Self.maximumWarnings - 1 {
            warnings.append(EventProblem(path: "", problem: "more values could not be mapped; they are not listed"))
            return
        }
        var path = fullPath(of: place)?.description ?? ""
        if let index, !path.isEmpty { path += "[\(index)]" }
        warnings.append(EventProblem(path: path, problem: problem))
    }

    /// A path from the event on, elements with their numbers; nil where it cannot be said.
    private func fullPath(of place: MappingPath?) -> JSONPath? {
        guard let place else { return nil }
        if let path = place.inEvent { return path }
        var full = JSONPath.root
        for frame in frames {
            guard let list = frame.place else { return nil }
            full = list.inEvent ?? full.appending(list.path)
            full.append(frame.index)
        }
        return full.appending(place.path)
    }

    private mutating func spend(_ cost: Int) -> Bool {
        guard work < Self.maximumWork else {
            faults += 1
            return false
        }
        work += cost + 1
        if work < Self.maximumWork { return true }
        warn(nil, "the event is too large for its mapping: what was left over is left out")
        return false
    }

    private static func value(at path: JSONPath, in element: MappedValue) -> MappedValue? {
        var value = element
        for (depth, component) in path.components.enumerated() {
            if case .event(let event) = value {
                let rest = JSONPath(Array(path.components.dropFirst(depth)))
                return event.value(at: rest).flatMap { $0.isNull ? nil : .event($0) }
            }
            let next: MappedValue?
            switch component {
            case .key(let key): next = value[key]
            case .index(let index):
                guard case .list(let elements) = value, elements.indices.contains(index) else { return nil }
                next = elements[index]
            }
            guard let next else { return nil }
            value = next
        }
        return value
    }
}

extension MappedValue {
    /// About how many bytes it has, found without looking at all of it.
    fileprivate var size: Int {
        switch self {
        case .event(let value): value.raw.count
        case .text(let text): text.utf8.count
        case .number(let digits): digits.count
        case .bool: 1
        case .list(let elements): elements.count
        case .object(let members): members.count
        }
    }
}
