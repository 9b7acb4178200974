/// A regular expression as instructions (Thompson, 1968; Pike's captures as Cox describes them, 2010).
struct PatternProgram: Sendable {
    /// The most instructions; the time is at worst that times the length of the text.
    static let maximumCount = 1000

    /// One instruction.
    enum Instruction: Sendable {
        /// Takes one character of a set.
        case one(of: Int)
        /// Takes one character.
        case scalar(UInt32)
        /// Goes on in two places, the first preferred.
        case split(Int, Int)
        /// Goes on elsewhere.
        case jump(Int)
        /// Goes on if the place is right.
        case assertion(PatternAssertion)
        /// Notes where a group begins or ends.
        case groupStart(Int)
        case groupEnd(Int)
        /// Found.
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [ScalarSet] = []
    /// The bytes that a match can begin with; nil if it can begin with none or at a certain place only.
    private(set) var firstBytes: ByteSet?
    /// How often a node was written; also an empty one costs, so that `(){500}{500}` has an end.
    private var written = 0

    /// The program of an expression; nil if it would be too long.
    init?(_ node: PatternNode) {
        guard write(node), instructions.count < Self.maximumCount else { return nil }
        instructions.append(.match)
        firstBytes = findFirstBytes()
    }

    private func findFirstBytes() -> ByteSet? {
        var bytes = ByteSet()
        var waiting = [0]
        var seen = Set<Int>()
        while let counter = waiting.popLast() {
            guard seen.insert(counter).inserted else { continue }
            switch instructions[counter] {
            case .one(let set): bytes.insertFirstBytes(of: sets[set])
            case .scalar(let value): bytes.insertFirstBytes(of: ScalarSet([value...value]))
            case .split(let first, let second): waiting += [first, second]
            case .jump(let target): waiting.append(target)
            case .groupStart, .groupEnd: waiting.append(counter + 1)
            case .assertion, .match: return nil
            }
        }
        return bytes
    }

    private mutating func write(_ node: PatternNode) -> Bool {
        written += 1
        guard instructions.count < Self.maximumCount, written < 50 * Self.maximumCount else { return false }
        switch node {
        case .empty: return true
        case .one(let set):
            if let scalar = set.single {
                instructions.append(.scalar(scalar.value))
            } else {
                let index = sets.firstIndex(of: set) ?? sets.count
                if index == sets.count { sets.append(set) }
                instructions.append(.one(of: index))
            }
            return true
        case .assertion(let assertion):
            instructions.append(.assertion(assertion))
            return true
        case .sequence(let nodes): return nodes.allSatisfy { write($0) }
        case .alternatives(let nodes): return writeAlternatives(nodes)
        case .group(let node, let number):
            instructions.append(.groupStart(number))
            guard write(node) else { return false }
            instructions.append(.groupEnd(number))
            return true
        case .repeated(let node, let least, let most, let isGreedy):
            for _ in 0..<least { guard write(node) else { return false } }
            guard let most else { return writeLoop(node, isGreedy: isGreedy) }
            return writeOptional(node, times: most - least, isGreedy: isGreedy)
        }
    }

    private mutating func writeAlternatives(_ nodes: [PatternNode]) -> Bool {
        var jumps: [Int] = []
        for (index, node) in nodes.enumerated() {
            let isLast = index == nodes.count - 1
            let split = instructions.count
            if !isLast { instructions.append(.split(split + 1, 0)) }
            guard write(node) else { return false }
            guard !isLast else { break }
            jumps.append(instructions.count)
            instructions.append(.jump(0))
            instructions[split] = .split(split + 1, instructions.count)
        }
        for jump in jumps { instructions[jump] = .jump(instructions.count) }
        return true
    }

    private mutating func writeLoop(_ node: PatternNode, isGreedy: Bool) -> Bool {
        let split = instructions.count
        instructions.append(.jump(0))
        guard write(node) else { return false }
        instructions.append(.jump(split))
        let end = instructions.count
        instructions[split] = isGreedy ? .split(split + 1, end) : .split(end, split + 1)
        return true
    }

    private mutating func writeOptional(_ node: PatternNode, times: Int, isGreedy: Bool) -> Bool {
        var splits: [Int] = []
        for _ in 0..<times {
            splits.append(instructions.count)
            instructions.append(.jump(0))
            guard write(node) else { return false }
        }
        let end = instructions.count
        for split in splits { instructions[split] = isGreedy ? .split(split + 1, end) : .split(end, split + 1) }
        return true
    }
}
