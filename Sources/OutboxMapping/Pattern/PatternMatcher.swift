/// Runs a program over a text: all its threads side by side, each instruction at most once a character.
struct PatternMatcher {
    /// One way through the program.
    private struct Thread {
        /// The instruction.
        var counter: Int32
        /// Where its match began.
        var start: Int32
        /// Where the group that is wanted began and ended; -1 before that.
        var groupStart: Int32 = -1
        var groupEnd: Int32 = -1
    }

    /// What is known of the text while it is gone through.
    private struct State {
        var threads: UnsafeMutableBufferPointer<Thread>
        var count = 0
        var next: UnsafeMutableBufferPointer<Thread>
        var nextCount = 0
        let stack: UnsafeMutableBufferPointer<Thread>
        /// By instruction: the round in which it was last entered.
        let entered: UnsafeMutableBufferPointer<Int32>
        var round: Int32 = 0
    }

    let program: PatternProgram
    let text: UnsafeBufferPointer<UInt8>
    /// Whether a match can begin at the start of the text only.
    let isAnchored: Bool
    /// The group whose place is wanted; nil for the whole match.
    let group: Int?

    /// The place of the first match or of its group, which is nil where the group had no part in it; nil without a
    /// match.
    ///
    /// - Parameters:
    ///   - start: Where a match may begin at the earliest.
    ///   - stopsAtFirst: Whether any match will do, wherever it ends.
    func run(from start: Int, stopsAtFirst: Bool) -> Range<Int>?? {
        let count = program.instructions.count
        return withUnsafeTemporaryAllocation(of: Thread.self, capacity: 3 * count + 1) { threads in
            withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { entered in
                entered.initialize(repeating: -1)
                threads.initialize(repeating: Thread(counter: 0, start: 0))
                var state = State(
                    threads: UnsafeMutableBufferPointer(rebasing: threads[..<count]),
                    next: UnsafeMutableBufferPointer(rebasing: threads[count..<2 * count]),
                    stack: UnsafeMutableBufferPointer(rebasing: threads[(2 * count)...]), entered: entered)
                return run(&state, from: start, stopsAtFirst: stopsAtFirst)
            }
        }
    }

    private func run(_ state: inout State, from start: Int, stopsAtFirst: Bool) -> Range<Int>?? {
        var found: (thread: Thread, end: Int)?
        var index = start
        while true {
            if found == nil, !isAnchored || index == 0 {
                if state.count == 0, let first = program.firstBytes, !isAnchored {
                    while index < text.count, !first.contains(text[index]) { index += 1 }
                    if index == text.count { return .none }
                }
                swap(&state.threads, &state.next)
                swap(&state.count, &state.nextCount)
                add(Thread(counter: 0, start: Int32(truncatingIfNeeded: index)), at: index, to: &state)
                swap(&state.threads, &state.next)
                swap(&state.count, &state.nextCount)
            }
            if state.count == 0, isAnchored || found != nil { break }
            let (scalar, length) = scalar(at: index)
            state.round += 1
            state.nextCount = 0
            if let thread = step(&state, over: scalar, length, to: index + length) {
                found = (thread, index)
                if stopsAtFirst { break }
            }
            guard length > 0 else { break }
            swap(&state.threads, &state.next)
            swap(&state.count, &state.nextCount)
            index += length
        }
        return found.map { range(of: $0.thread, end: $0.end) }
    }

    /// Takes a character with every thread; the thread that is at its end, and is preferred to all behind it.
    private func step(_ state: inout State, over scalar: UInt32, _ length: Int, to index: Int) -> Thread? {
        for position in 0..<state.count {
            var thread = state.threads[position]
            switch program.instructions[Int(thread.counter)] {
            case .match: return thread
            case .scalar(let wanted):
                guard length > 0, wanted == scalar else { continue }
            case .one(let set):
                guard length > 0, program.sets[set].contains(scalar) else { continue }
            default: continue
            }
            thread.counter += 1
            add(thread, at: index, to: &state)
        }
        return nil
    }

    private func range(of thread: Thread, end: Int) -> Range<Int>? {
        guard group != nil else { return Int(thread.start)..<end }
        guard thread.groupStart >= 0, thread.groupEnd >= thread.groupStart else { return nil }
        return Int(thread.groupStart)..<Int(thread.groupEnd)
    }

    /// Adds a thread and all that it leads to without taking a character to the next ones, the preferred ones first.
    private func add(_ thread: Thread, at index: Int, to state: inout State) {
        state.stack[0] = thread
        var depth = 1
        while depth > 0 {
            depth -= 1
            var thread = state.stack[depth]
            // Each instruction is entered once a round, so that the stack never holds more than there are.
            while state.entered[Int(thread.counter)] != state.round {
                state.entered[Int(thread.counter)] = state.round
                switch program.instructions[Int(thread.counter)] {
                case .jump(let target): thread.counter = Int32(truncatingIfNeeded: target)
                case .split(let first, let second):
                    state.stack[depth] = thread
                    state.stack[depth].counter = Int32(truncatingIfNeeded: second)
                    depth += 1
                    thread.counter = Int32(truncatingIfNeeded: first)
                case .groupStart(let number):
                    if number == group { thread.groupStart = Int32(truncatingIfNeeded: index) }
                    thread.counter += 1
                case .groupEnd(let number):
                    if number == group { thread.groupEnd = Int32(truncatingIfNeeded: index) }
                    thread.counter += 1
                case .assertion(let assertion):
                    guard holds(assertion, at: index) else { continue }
                    thread.counter += 1
                case .one, .scalar, .match:
                    state.next[state.nextCount] = thread
                    state.nextCount += 1
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
