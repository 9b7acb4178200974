/// The difference of two texts as `diff -u` prints it and `patch` takes it.
package struct UnifiedDiff: Sendable {
    private static let context = 3
    private static let noLineBreak = Array("\\ No newline at end of file\n".utf8)

    private enum Line {
        case same(ArraySlice<UInt8>)
        case removed(ArraySlice<UInt8>)
        case added(ArraySlice<UInt8>)

        var isChange: Bool {
            if case .same = self { return false }
            return true
        }
    }

    /// The bytes that `patch` reads; empty where the texts are the same.
    package let bytes: [UInt8]

    /// Compares two texts, line by line; the names stand in the head.
    package init(_ old: [UInt8], _ new: [UInt8], oldName: String, newName: String) {
        let lines = Self.compare(Self.lines(old), Self.lines(new))
        let hunks = Self.hunks(lines)
        guard !hunks.isEmpty else {
            bytes = []
            return
        }
        var bytes = Array("--- \(oldName)\n+++ \(newName)\n".utf8)
        for hunk in hunks { Self.write(hunk, of: lines, to: &bytes) }
        self.bytes = bytes
    }

    /// The same for people, byte sequences that are no UTF-8 replaced.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    private static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            lines.append(bytes[start...index])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    private static func compare(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Line] {
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (oldIndex, newIndex) = (0, 0)
        while oldIndex < old.count || newIndex < new.count {
            if removed.contains(oldIndex) {
                lines.append(.removed(old[oldIndex]))
                oldIndex += 1
            } else if added.contains(newIndex) {
                lines.append(.added(new[newIndex]))
                newIndex += 1
            } else {
                lines.append(.same(old[oldIndex]))
                (oldIndex, newIndex) = (oldIndex + 1, newIndex + 1)
            }
        }
        return lines
    }

    /// Changes with the lines around them; those that would touch are one.
    private static func hunks(_ lines: [Line]) -> [Range<Int>] {
        var hunks: [Range<Int>] = []
        for index in lines.indices where lines[index].isChange {
            let range = max(0, index - context)..<min(lines.count, index + context + 1)
            if let last = hunks.last, range.lowerBound <= last.upperBound {
                hunks[hunks.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                hunks.append(range)
            }
        }
        return hunks
    }

    private static func write(_ hunk: Range<Int>, of lines: [Line], to bytes: inout [UInt8]) {
        let before = lines[..<hunk.lowerBound]
        let inside = lines[hunk]
        let old = place(start: before.count { isOld($0) }, count: inside.count { isOld($0) })
        let new = place(start: before.count { isNew($0) }, count: inside.count { isNew($0) })
        bytes += "@@ -\(old) +\(new) @@\n".utf8
        for line in inside {
            switch line {
            case .same(let text): write(" ", text, to: &bytes)
            case .removed(let text): write("-", text, to: &bytes)
            case .added(let text): write("+", text, to: &bytes)
            }
        }
    }

    private static func place(start: Int, count: Int) -> String {
        count == 1 ? "\(start + 1)" : "\(count == 0 ? start : start + 1),\(count)"
    }

    private static func isOld(_ line: Line) -> Bool {
        if case .added = line { return false }
        return true
    }

    private static func isNew(_ line: Line) -> Bool {
        if case .removed = line { return false }
        return true
    }

    private static func write(_ sign: String, _ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        bytes += sign.utf8
        bytes += text
        if text.last != UInt8(ascii: "\n") { bytes += [UInt8(ascii: "\n")] + noLineBreak }
    }
}
