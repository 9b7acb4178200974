import Testing

@testable import OutboxCore

@Suite("Did you mean")
struct SuggestionTests {
    @Test(
        "A slip of the pen finds the word",
        arguments: [
            ("filtres", "filters"), ("acces_token", "access_token"), ("accessToken", "access_token"),
            ("event-source", "event_source"), ("Mode", "mode"), ("moed", "mode"), ("name", "names"),
        ])
    func near(_ word: String, _ meant: String) {
        let known = ["filters", "access_token", "event_source", "event_source_id", "mode", "names"]
        #expect(Suggestion.nearest(to: word, among: known) == meant)
    }

    @Test(
        "A different word finds none",
        arguments: ["", "x", "colour", "destination", String(repeating: "mode", count: 99)])
    func far(_ word: String) {
        #expect(Suggestion.nearest(to: word, among: ["mode", "names", "filters"]) == nil)
    }

    @Test("The distance counts letters put in, left out, replaced and swapped")
    func distance() {
        func distance(_ left: String, _ right: String) -> Int {
            Suggestion.distance(Array(left.utf8), Array(right.utf8))
        }
        #expect(distance("", "abc") == 3)
        #expect(distance("abc", "abc") == 0)
        #expect(distance("abc", "acb") == 1)
        #expect(distance("abc", "ac") == 1)
        #expect(distance("kitten", "sitting") == 3)
    }
}
