import OutboxCore

/// Random documents, read by OutboxCore and by Foundation.
///
/// Each document depends on the seed and its number alone, so that a difference can be looked at on its own.
package struct JSONFuzz: Sendable {
    /// What the documents are made from.
    package let seed: UInt64

    /// The documents of a seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// What was seen in a run.
    package struct Report: Sendable {
        /// Documents that were read.
        package var documents = 0
        /// Those that the reader took.
        package var accepted = 0
        /// Those that the reader refused by a rule that Foundation does not have, by the rule.
        package var stricter: [String: Int] = [:]
        /// Those on which the two do not agree.
        package var differences: [JSONDifference] = []

        mutating func add(_ other: Report) {
            documents += other.documents
            accepted += other.accepted
            stricter.merge(other.stricter, uniquingKeysWith: +)
            differences += other.differences
        }
    }

    /// Reads documents on as many cores as there are.
    ///
    /// - Parameters:
    ///   - indexes: The numbers of the documents.
    ///   - progress: Called now and then with how many are done.
    package func run(_ indexes: Range<Int>, progress: @escaping @Sendable (Int) -> Void = { _ in }) async -> Report {
        let size = 1000
        return await withTaskGroup(of: Report.self) { group in
            var report = Report()
            var start = indexes.lowerBound
            for _ in 0..<16 where start < indexes.upperBound {
                let chunk = start..<min(start + size, indexes.upperBound)
                group.addTask { self.chunk(chunk) }
                start = chunk.upperBound
            }
            for await part in group {
                report.add(part)
                progress(report.documents)
                guard start < indexes.upperBound else { continue }
                let chunk = start..<min(start + size, indexes.upperBound)
                group.addTask { self.chunk(chunk) }
                start = chunk.upperBound
            }
            report.differences.sort { $0.index < $1.index }
            return report
        }
    }

    private func chunk(_ indexes: Range<Int>) -> Report {
        var report = Report()
        for index in indexes { read(index, into: &report) }
        return report
    }

    private func read(_ index: Int, into report: inout Report) {
        let document = document(index)
        report.documents += 1
        let problem: String?
        do {
            let read = try JSONDocument(document.bytes)
            report.accepted += 1
            problem = document.mustBeRefused ? "taken against a rule of our own" : JSONAgreement.problem(of: read)
        } catch {
            if let rule = JSONAgreement.ownRule(that: error, refuses: document.bytes) {
                report.stricter[rule, default: 0] += 1
                problem = nil
            } else {
                problem = JSONAgreement.problem(of: document.bytes, refusedFor: error, isValid: document.isValid)
            }
        }
        if let problem {
            report.differences.append(JSONDifference(index: index, document: document.bytes, problem: problem))
        }
    }

    /// A document with what is known about it.
    struct Document {
        var bytes: [UInt8]
        /// Made by the rules and not broken since.
        var isValid = false
        /// Made to break a rule that only we have.
        var mustBeRefused = false
    }

    /// One document: six of ten valid, one breaking a rule of our own, three broken at random.
    func document(_ index: Int) -> Document {
        var random = SeededGenerator(seed: seed &+ UInt64(index) &* 0x2545_f491_4f6c_dd1d)
        _ = random.next()
        let valid = JSONDocumentGenerator.document(using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0...5: return Document(bytes: valid, isValid: true)
        case 6: return Document(bytes: JSONMutation.breakingOwnRule(valid, using: &random), mustBeRefused: true)
        default: return Document(bytes: JSONMutation.mutated(valid, using: &random))
        }
    }
}
