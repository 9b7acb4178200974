/// Guesses what was meant by a word that is not known.
package enum Suggestion {
    /// The known word that is nearest; nil if none is near enough to be meant.
    ///
    /// Looks at the first hundred only.
    package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        guard word.utf8.count <= 64 else { return nil }
        let folded = fold(word)
        var best: (word: String, distance: Int)?
        for candidate in known.prefix(100) {
            let distance = distance(folded, fold(candidate))
            let limit = max(1, min(folded.count, candidate.utf8.count) / 3)
            if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        return best?.word
    }

    // Case, hyphens and underscores are the commonest slips and count for nothing.
    private static func fold(_ word: String) -> [UInt8] {
        word.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: " ") }
    }

    /// How many letters must be put in, left out, replaced or swapped with a neighbour (optimal string alignment).
    package static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in left.indices {
            var current = [i + 1]
            current.reserveCapacity(right.count + 1)
            for j in right.indices {
                let replaced = last[j] + (left[i] == right[j] ? 0 : 1)
                var cheapest = min(replaced, last[j + 1] + 1, current[j] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cheapest = min(cheapest, beforeLast[j - 1] + 1)
                }
                current.append(cheapest)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
