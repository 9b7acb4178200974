package import OutboxCore

/// Conditions made ready to be judged over one event together: all paths that they look at are found in one walk.
///
/// Says only what it can say for certain and without a word. Everything else, and why a condition does not hold, is
/// said by ``MappingCondition/evaluate(in:)``.
package struct ConditionIndex: Sendable {
    /// One condition or a part of one; all of them lie in one list, each followed by its own parts, so that judging
    /// them follows no references.
    private struct Step {
        var kind: Kind
        /// Whether a comparison asks the opposite.
        var isNegated = false
        /// Whether a comparison looks at one path alone, and what it asks is not so where there is nothing.
        var isFalseOfNothing = false
        /// Whether a comparison also asks for a value as it would be stored.
        var isHiding = false
        /// The step after this one and its parts.
        var end: Int32 = 0
        /// What a comparison looks at: a path, others that stand in for it, and its constants.
        var path: Int32 = 0
        var morePaths: Range<Int32> = 0..<0
        var constants: Range<Int32> = 0..<0
        /// The comparison itself, for what is not judged here.
        var comparison: Int32 = -1
    }

    /// What a step asks.
    private enum Kind: UInt8 {
        case all, any, not
        /// Of a text: whether it is one of the constants, holds one, begins or ends with one.
        case equals, contains, startsWith, endsWith
        /// Whether one path has a value.
        case exists
        /// What the comparison itself judges.
        case other
        /// What is not only paths of the event.
        case unknown
    }

    private var steps: [Step] = []
    /// The number of each condition's first step.
    private var firstSteps: [Int] = []
    private var comparisons: [Comparison] = []
    private var morePaths: [Int] = []
    /// Where each constant lies in the text.
    private var constants: [Range<Int>] = []
    private var text: [UInt8] = []

    /// Makes conditions ready.
    ///
    /// - Parameter paths: the paths to look up for them; what is there stays where it is.
    package init(_ conditions: [MappingCondition], paths: inout [[String]]) {
        for condition in conditions {
            firstSteps.append(steps.count)
            add(condition.condition, &paths)
        }
    }

    /// The number of the first condition from a number on that does not hold for certain; their count where all do.
    ///
    /// - Parameter values: what an index of the paths found in the event.
    package func firstDoubtful(from number: Int, _ values: JSONPathIndex.Findings) -> Int {
        steps.withUnsafeBufferPointer { steps in
            text.withUnsafeBufferPointer { text in
                values.withDocument { document in
                    constants.withUnsafeBufferPointer { constants in
                        let judge = Judge(steps: steps, text: text, constants: constants, document: document)
                        var number = number
                        while number < firstSteps.count,
                            case .holds = judge.verdict(at: firstSteps[number], values, self)
                        { number += 1 }
                        return number
                    }
                }
            }
        }
    }

    /// The steps over one event, in memory that stays where it is.
    private struct Judge {
        let steps: UnsafeBufferPointer<Step>
        let text: UnsafeBufferPointer<UInt8>
        let constants: UnsafeBufferPointer<Range<Int>>
        let document: UnsafeBufferPointer<UInt8>

        func verdict(
            at number: Int, _ values: borrowing JSONPathIndex.Findings, _ index: borrowing ConditionIndex
        ) -> Verdict {
            let step = steps[number]
            switch step.kind {
            case .all: return first(of: step, at: number, unless: .holds, values, index)
            // One that holds behind one that cannot be told is left to who tells of the latter.
            case .any: return first(of: step, at: number, unless: .fails, values, index)
            case .not: return verdict(at: number + 1, values, index).negated
            case .exists: return Verdict(values.has(Int(step.path)) != step.isNegated)
            case .equals, .contains, .startsWith, .endsWith:
                let isAlone = step.morePaths.isEmpty
                guard let span = values.span(at: Int(step.path)) else {
                    return isAlone ? Verdict(step.isNegated) : index.compared(step, values)
                }
                // What has the length of a digest is not hidden once more; for what is empty others stand in.
                guard span.kind == .string, !span.hasEscapes, !step.isHiding || span.contents.count == 64,
                    isAlone || !span.contents.isEmpty
                else { return index.compared(step, values) }
                return Verdict(holds(UnsafeBufferPointer(rebasing: document[span.contents]), step) != step.isNegated)
            case .other:
                if step.isFalseOfNothing, !values.has(Int(step.path)) { return Verdict(step.isNegated) }
                return index.compared(step, values)
            case .unknown: return .unevaluable
            }
        }

        private func first(
            of step: Step, at number: Int, unless usual: Verdict, _ values: borrowing JSONPathIndex.Findings,
            _ index: borrowing ConditionIndex
        ) -> Verdict {
            var part = number + 1
            while part < Int(step.end) {
                let verdict = verdict(at: part, values, index)
                if verdict != usual { return verdict }
                part = Int(steps[part].end)
            }
            return usual
        }

        @inline(__always)
        private func holds(_ bytes: UnsafeBufferPointer<UInt8>, _ step: Step) -> Bool {
            var number = Int(step.constants.lowerBound)
            while number < Int(step.constants.upperBound) {
                let constant = UnsafeBufferPointer(rebasing: text[constants[number]])
                let holds =
                    switch step.kind {
                    case .equals: constant.count == bytes.count && ByteSearch.isEqual(constant, bytes, at: 0)
                    case .startsWith: ByteSearch.isEqual(constant, bytes, at: 0)
                    case .endsWith: ByteSearch.isEqual(constant, bytes, at: bytes.count - constant.count)
                    default: constant.isEmpty || ByteSearch.firstIndex(of: constant, in: bytes, from: 0) != nil
                    }
                if holds { return true }
                number += 1
            }
            return false
        }
    }

    /// What the comparison itself says.
    private func compared(_ step: Step, _ values: borrowing JSONPathIndex.Findings) -> Verdict {
        let comparison = comparisons[Int(step.comparison)]
        var value = values[Int(step.path)]
        for number in step.morePaths {
            if let value, !MappedValue.event(value).isEmpty { break }
            value = values[morePaths[Int(number)]]
        }
        return comparison.quickVerdict(on: value) ?? comparison.verdict(on: value.map { .event($0) }).verdict
    }
}

// MARK: - Making ready

extension ConditionIndex {
    private mutating func add(_ condition: Condition, _ paths: inout [[String]]) {
        let index = steps.count
        switch condition {
        case .all(let parts), .any(let parts):
            let isAll = if case .all = condition { true } else { false }
            steps.append(Step(kind: isAll ? .all : .any))
            for part in parts { add(part, &paths) }
        case .not(let part):
            steps.append(Step(kind: .not))
            add(part, &paths)
        case .comparison(let comparison): steps.append(step(of: comparison, &paths))
        }
        steps[index].end = Int32(steps.count)
    }

    private mutating func step(of comparison: Comparison, _ paths: inout [[String]]) -> Step {
        guard let keys = Self.keys(of: comparison.subject) else { return Step(kind: .unknown) }
        var step = Step(kind: Self.kind(of: comparison))
        if case .exists = step.kind, keys.count > 1 { step.kind = .other }
        if case .empty = comparison.test {} else { step.isFalseOfNothing = keys.count == 1 }
        step.isNegated = comparison.isNegated
        step.isHiding = comparison.hide != nil
        step.comparison = Int32(comparisons.count)
        comparisons.append(comparison)
        let start = Int32(morePaths.count)
        for (position, keys) in keys.enumerated() {
            let number = paths.firstIndex(of: keys) ?? paths.count
            if number == paths.count { paths.append(keys) }
            if position == 0 { step.path = Int32(number) } else { morePaths.append(number) }
        }
        step.morePaths = start..<Int32(morePaths.count)
        let firstConstant = Int32(constants.count)
        if step.kind != .other {
            for constant in Self.texts(of: comparison) {
                constants.append(text.count..<text.count + constant.count)
                text += constant
            }
        }
        step.constants = firstConstant..<Int32(constants.count)
        return step
    }

    private static func kind(of comparison: Comparison) -> Kind {
        switch comparison.test {
        case .equals(let constants) where constants.areFewTexts: .equals
        case .contains(let constants) where constants.areFewTexts: .contains
        case .startsWith: .startsWith
        case .endsWith: .endsWith
        case .exists: .exists
        case .equals, .contains, .above, .below, .matches, .empty: .other
        }
    }

    private static func texts(of comparison: Comparison) -> [[UInt8]] {
        switch comparison.test {
        case .equals(let constants), .contains(let constants): constants.textBytes
        case .startsWith(let text), .endsWith(let text): [text]
        case .above, .below, .matches, .exists, .empty: []
        }
    }

    /// The keys of the paths in an event that a value is taken from; nil for everything else.
    private static func keys(of subject: Expression) -> [[String]]? {
        switch subject {
        case .path(let path):
            guard path.scope == .event, !path.path.components.isEmpty else { return nil }
            var keys: [String] = []
            for component in path.path.components {
                guard case .key(let key) = component else { return nil }
                keys.append(key)
            }
            return [keys]
        case .alternatives(let alternatives, _):
            var all: [[String]] = []
            for alternative in alternatives {
                guard let keys = keys(of: alternative) else { return nil }
                all += keys
            }
            return all
        default: return nil
        }
    }
}
