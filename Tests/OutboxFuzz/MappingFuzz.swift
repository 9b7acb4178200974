import OutboxCore
import OutboxMapping
import OutboxYAML

/// Random mappings and conditions over random events.
///
/// Promised is: what follows the grammar is compiled; nothing crashes or hangs; results are JSON; a value and its trace
/// agree; of a condition and its negation never both hold. Each case depends on the seed and its number alone.
package struct MappingFuzz: Sendable {
    /// What the cases are made from.
    package let seed: UInt64

    /// The cases of a seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// What was seen in a run.
    package struct Report: Sendable, CustomStringConvertible {
        /// Cases that were tried.
        package var cases = 0
        /// Those that were compiled.
        package var compiled = 0
        /// Rules that gave a value.
        package var values = 0
        /// Conditions that held.
        package var held = 0
        /// Conditions that could not be evaluated.
        package var unevaluable = 0
        /// Promises that were not kept, with the number of the case.
        package var faults: [String] = []

        mutating func add(_ other: Report) {
            cases += other.cases
            compiled += other.compiled
            values += other.values
            held += other.held
            unevaluable += other.unevaluable
            faults += other.faults
        }

        /// The counts in one line.
        package var description: String {
            "\(cases) cases: \(compiled) compiled, \(values) values, \(held) conditions held, "
                + "\(unevaluable) could not be evaluated; \(faults.count) faults"
        }
    }

    /// Tries cases on as many cores as there are.
    ///
    /// - Parameters:
    ///   - indexes: The numbers of the cases.
    ///   - progress: Called now and then with how many are done.
    package func run(_ indexes: Range<Int>, progress: @escaping @Sendable (Int) -> Void = { _ in }) async -> Report {
        let size = 1000
        return await withTaskGroup(of: Report.self) { group in
            var report = Report()
            var start = indexes.lowerBound
            for _ in 0..<8 where start < indexes.upperBound {
                let chunk = start..<min(start + size, indexes.upperBound)
                group.addTask { self.chunk(chunk) }
                start = chunk.upperBound
            }
            for await part in group {
                report.add(part)
                progress(report.cases)
                guard start < indexes.upperBound else { continue }
                let chunk = start..<min(start + size, indexes.upperBound)
                group.addTask { self.chunk(chunk) }
                start = chunk.upperBound
            }
            return report
        }
    }

    private func chunk(_ indexes: Range<Int>) -> Report {
        var report = Report()
        for index in indexes {
            report.cases += 1
            let start = ContinuousClock().now
            let faults = attempt(index, &report)
            if ContinuousClock().now - start > .seconds(10) { report.faults.append("case \(index): took over 10 s") }
            report.faults += faults.map { "case \(index): \($0)" }
        }
        return report
    }

    private func attempt(_ index: Int, _ report: inout Report) -> [String] {
        var random = SeededGenerator(seed: seed &+ UInt64(index) &* 0x2545_f491_4f6c_dd1d)
        _ = random.next()
        var generator = MappingGenerator(random: random)
        let event = generator.event()
        let isCondition = generator.random.once(in: 3)
        let valid = isCondition ? generator.condition() : generator.rule()
        let isValid = generator.random.once(in: 2)
        let yaml = isValid ? valid : generator.broken(valid)
        guard let document = try? JSONDocument(event) else { return ["the event is no JSON: \(text(event))"] }
        let node: YAMLNode
        do throws(YAMLFailure) {
            guard let parsed = try YAMLDocument.parse(yaml) else { return [] }
            node = parsed
        } catch {
            return isValid ? ["not YAML, \(error.problem): \(yaml)"] : []
        }
        let input = MappingInput(event: document.root, headers: document.root["headers"])
        let fault =
            isCondition
            ? judge(condition: node, of: input, isValid: isValid, &report)
            : judge(rule: node, of: input, isValid: isValid, &report)
        return fault.map { ["\($0): \(yaml)\n  over \(text(event))"] } ?? []
    }

    private func judge(
        rule node: YAMLNode, of input: MappingInput, isValid: Bool, _ report: inout Report
    ) -> String? {
        var problems: [MappingProblem] = []
        guard let rule = MappingRule(node, path: "rule", grammar: grammar, problems: &problems) else {
            return isValid || problems.isEmpty ? "not compiled, \(problems.map(\.problem))" : nil
        }
        report.compiled += 1
        var evaluation = Evaluation(input)
        let value = rule.value(in: &evaluation)
        var tracing = Evaluation(input)
        let traced = rule.traced(in: &tracing)
        let written = value.map { json($0) }
        if written != traced.value.map({ json($0) }) { return "the traced value is another one" }
        if (value == nil) != (traced.trace.alternative == nil) { return "the trace tells of another outcome" }
        if evaluation.warnings.count > Evaluation.maximumWarnings { return "too many warnings" }
        guard let written else { return nil }
        report.values += 1
        // A value of the event may lie as deep as the event, in lists and objects of the mapping.
        return (try? JSONDocument(written, limits: JSONLimits(depth: 512))) == nil ? "no JSON: \(text(written))" : nil
    }

    private func judge(
        condition node: YAMLNode, of input: MappingInput, isValid: Bool, _ report: inout Report
    ) -> String? {
        var problems: [MappingProblem] = []
        guard let condition = MappingCondition(node, path: "filter", grammar: grammar, problems: &problems) else {
            return isValid || problems.isEmpty ? "not compiled, \(problems.map(\.problem))" : nil
        }
        report.compiled += 1
        var evaluation = Evaluation(input)
        let result = condition.evaluate(in: &evaluation)
        var tracing = Evaluation(input)
        if condition.traced(in: &tracing).result != result { return "the trace tells of another result" }
        if condition.comparisons.isEmpty { return "a condition of no comparisons" }
        var paths: [[String]] = []
        let index = ConditionIndex([condition], paths: &paths)
        let isSure = index.firstDoubtful(from: 0, JSONPathIndex(paths).find(in: input.event)) == 1
        if isSure, result != .holds || !evaluation.warnings.isEmpty { return "its index is sure, and it is not" }
        guard let negation = negation(of: node) else { return "the negation is not compiled" }
        var other = Evaluation(input)
        let opposite = negation.evaluate(in: &other)
        switch (result, opposite) {
        case (.holds, .holds): return "it holds and so does its negation"
        case (.holds, .fails(let finding)):
            report.held += 1
            return finding.isEvaluable ? nil : "its negation alone cannot be evaluated"
        case (.fails(let finding), .holds): return finding.isEvaluable ? nil : "what cannot be evaluated fails"
        case (.fails(let finding), .fails):
            report.unevaluable += 1
            return finding.isEvaluable ? "neither it nor its negation holds" : nil
        }
    }

    /// The condition below a `not`.
    private func negation(of node: YAMLNode) -> MappingCondition? {
        var problems: [MappingProblem] = []
        return MappingCondition(
            YAMLNode(line: 1, content: .mapping([YAMLEntry(key: "not", line: 1, value: node)])), path: "filter",
            grammar: grammar, problems: &problems)
    }

    private var grammar: MappingGrammar {
        var grammar = MappingGrammar.plain
        grammar.functions = IdentityFunctions(
            sha256: { .text("digest of \($0)") }, email: { $0.isEmpty ? .dropped("empty") : .text($0.lowercased()) },
            phone: { text, region in .text((region ?? "") + text) }, isPhoneRegion: { $0 == "FR" })
        grammar.isIdentity = { $0.components.first == .key("user") }
        grammar.equivalents = { path, text in path.components.first == .key("user") ? ["digest of \(text)"] : [] }
        return grammar
    }

    private func json(_ value: MappedValue) -> [UInt8] {
        var writer = JSONWriter()
        value.append(to: &writer)
        return writer.bytes
    }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
