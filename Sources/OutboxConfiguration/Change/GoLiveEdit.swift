import OutboxYAML

/// The change to a configuration file that takes one destination out of test mode: `mode: live`, and no
/// `test_event_code`.
///
/// Every other byte stays: comments, line ends, order, quotes. What the change does is not trusted but checked: the
/// changed text is read again and must hold the same values but these two. Where no such change is found (the lines
/// belong to an anchor that others use as well, say) there is none, and a person has to do it.
package struct GoLiveEdit: Sendable, Hashable {
    /// Why the file cannot be changed exactly.
    package struct Obstacle: Error, Sendable, Hashable {
        /// What stands in the way: a sentence without a full stop.
        package let problem: String
        /// What to do by hand, a line of the file each.
        package let advice: [String]
    }

    /// The file's bytes as they are to be.
    package let bytes: [UInt8]
    /// The lines of the old file that are changed or removed, counted from 1; empty where only a line was added.
    package let lines: [Int]
    /// The test code that goes, if there was one.
    package let testEventCode: String?

    /// Finds the change for a destination in the bytes of a configuration file that reads without errors.
    ///
    /// Gives the bytes unchanged where the destination is live already and has no code.
    package static func make(of bytes: [UInt8], destination: String) -> Result<GoLiveEdit, Obstacle> {
        guard let place = DestinationPlace(in: bytes, destination: destination) else {
            return .failure(
                Obstacle(problem: "no destination \(Quoting.quoted(destination)) is found in the file", advice: []))
        }
        let code = place.entry("test_event_code")
        if place.entry("mode")?.value.text == "live", code == nil {
            return .success(GoLiveEdit(bytes: bytes, lines: [], testEventCode: nil))
        }
        for candidate in candidates(place) {
            guard let changed = TextChange.apply(candidate, to: bytes), place.isGoLive(changed) else { continue }
            let lines = Set(candidate.flatMap { place.text.lines(of: $0) }).sorted()
            return .success(GoLiveEdit(bytes: changed, lines: lines, testEventCode: code?.value.text))
        }
        return .failure(obstacle(place))
    }

    /// Every way to write the change, the plainest first; only one that was checked is taken.
    private static func candidates(_ place: DestinationPlace) -> [[TextChange]] {
        let codeEntry = place.entry("test_event_code")
        let codes = codeEntry.map { place.text.places(of: $0) } ?? []
        var modes: [TextChange] = []
        if let mode = place.entry("mode") {
            modes = place.text.places(of: mode).map { TextChange(range: $0.value, text: "live") }
        }
        var all: [[TextChange]] = []
        if codeEntry == nil {
            all = (modes + place.additions).map { [$0] }
        } else {
            let removals = codes.flatMap { place.text.removals(of: $0) }
            if place.entry("mode") == nil {
                all = codes.flatMap { place.text.replacements(of: $0, by: "mode: live") }.map { [$0] }
            }
            for mode in modes + place.additions { all += removals.map { [mode, $0] } }
            // The code may come with a merge (`<<`), from where it cannot be taken.
            all += modes.map { [$0] }
        }
        return all
    }

    private static func obstacle(_ place: DestinationPlace) -> Obstacle {
        var advice: [String] = []
        if let mode = place.entry("mode") {
            advice.append("line \(mode.line): write `mode: live`")
        } else {
            advice.append("line \(place.line): add `mode: live` to this destination")
        }
        if let code = place.entry("test_event_code") {
            advice.append("line \(code.line): remove `test_event_code`")
        }
        return Obstacle(
            problem: "the lines of this destination cannot be changed without changing others", advice: advice)
    }
}
