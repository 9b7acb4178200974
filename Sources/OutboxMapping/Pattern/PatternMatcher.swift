/// Runs a program over a text: all its threads side by side, each instruction at most once a character.
struct PatternMatcher {
    let program: PatternProgram
    let text: UnsafeBufferPointer<UInt8>
    /// Whether a match can begin at the start of the text only.
    let isAnchored: Bool

    /// What was found: offsets of the match, and of the group that was asked for.
    struct Match {
        var start: Int
        var end = -1
        var groupStart = -1
        var groupEnd = -1
        var wantsGroup = false

        /// What was asked for; nil if the group had no part in the match.
        var range: Range<Int>? {
            if !wantsGroup { return start..<end }
            return groupStart >= 0 && groupEnd >= groupStart ? groupStart..<groupEnd : nil
        }
    }

    /// The threads at one place of the text, by priority.
    private struct Threads {
        var counters: [Int32] = []
        var matches: [Match] = []
        /// By instruction: the round in which it was last entered.
        var entered: [Int32]
        var round: Int32 = 0

        init(count: Int) {
            entered = [Int32](repeating: -1, count: count)
            counters.reserveCapacity(count)
            matches.reserveCapacity(count)
        }

        mutating func reset(_ round: Int32) {
            counters.removeAll(keepingCapacity: true)
            matches.removeAll(keepingCapacity: true)
            self.round = round
        }
    }

    /// The first match.
    ///
    /// - Parameters:
    ///   - start: Where the first match may begin at the earliest.
    ///   - group: The group whose place is wanted, nil for the whole match.
    ///   - stopsAtFirst: Whether any match will do, wherever it ends.
    func run(from start: Int, group: Int?, stopsAtFirst: Bool) -> Match? {
        var current = Threads(count: program.instructions.count)
        var next = Threads(count: program.instructions.count)
        var stack: [(counter: Int32, match: Match)] = []
        var found: Match?
        var index = start
        var round: Int32 = 0
        current.reset(round)
        while true {
            if found == nil, !isAnchored || index == 0 {
                let match = Match(start: index, wantsGroup: group != nil)
                add(0, match, at: index, group: group, to: &current, stack: &stack)
            }
            if current.counters.isEmpty, isAnchored || found != nil { return found }
            let (scalar, length) = scalar(at: index)
            round += 1
            next.reset(round)
            step: for (position, counter) in current.counters.enumerated() {
                switch program.instructions[Int(counter)] {
                case .match:
                    found = current.matches[position]
                    found?.end = index
                    if stopsAtFirst { return found }
                    break step
                case .scalar(let wanted):
                    guard length > 0, wanted == scalar else { continue }
                case .one(let set):
                    guard length > 0, program.sets[set].contains(scalar) else { continue }
                default: continue
                }
                add(
                    counter + 1, current.matches[position], at: index + length, group: group, to: &next, stack: &stack)
            }
            guard length > 0 else { return found }
            swap(&current, &next)
            index += length
        }
    }

    /// Adds a thread and all that it leads to without taking a character, the preferred ones first.
    private func add(
        _ counter: Int32, _ match: Match, at index: Int, group: Int?, to threads: inout Threads,
        stack: inout [(counter: Int32, match: Match)]
    ) {
        stack.append((counter, match))
        while var (counter, match) = stack.popLast() {
            while threads.entered[Int(counter)] != threads.round {
                threads.entered[Int(counter)] = threads.round
                switch program.instructions[Int(counter)] {
                case .jump(let target): counter = Int32(truncatingIfNeeded: target)
                case .split(let first, let second):
                    stack.append((Int32(truncatingIfNeeded: second), match))
                    counter = Int32(truncatingIfNeeded: first)
                case .groupStart(let number):
                    if number == group { match.groupStart = index }
                    counter += 1
                case .groupEnd(let number):
                    if number == group { match.groupEnd = index }
                    counter += 1
                case .assertion(let assertion):
                    guard holds(assertion, at: index) else { continue }
                    counter += 1
                case .one, .scalar, .match:
                    threads.counters.append(counter)
                    threads.matches.append(match)
                }
            }
        }
    }

    private func holds(_ assertion: PatternAssertion, at index: Int) -> Bool {
        switch assertion {
        case .start: return index == 0
        case .end: return index == text.count
        case .wordBoundary: return isWord(at: index - 1) != isWord(at: index)
        case .noWordBoundary: return isWord(at: index - 1) == isWord(at: index)
        }
    }

    /// Words are ASCII, so that a byte tells.
    private func isWord(at index: Int) -> Bool {
        guard index >= 0, index < text.count else { return false }
        return text[index] < 0x80 && ScalarSet.wordCharacters.contains(UInt32(text[index]))
    }

    /// The scalar at a place and its length, which is 0 at the end.
    private func scalar(at index: Int) -> (UInt32, Int) {
        guard index < text.count else { return (0, 0) }
        let first = UInt32(text[index])
        let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        guard length > 1 else { return (first, 1) }
        guard index + length <= text.count else { return (0xfffd, text.count - index) }
        var value = first & (0x7f >> UInt32(length))
        for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3f) }
        return (value, length)
    }
}
