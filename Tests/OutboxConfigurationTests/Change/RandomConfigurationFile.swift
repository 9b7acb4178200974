import OutboxTestSupport

/// A configuration file as people write them: several destinations in block or flow style, comments, quotes, own order,
/// either kind of line end; one destination is in test mode.
struct RandomConfigurationFile {
    /// The name of the destination that is to go live.
    let destination: String
    /// The whole text.
    let text: String
    /// What stands in the file's comments, the one behind the test code left out.
    private(set) var comments: [String] = []

    init(_ random: inout SeededRandom) {
        let names = ["main", "second", "app-1", "crm_2"].shuffled(using: &random)
        let count = Int.random(in: 1...names.count, using: &random)
        destination = names[Int.random(in: 0..<count, using: &random)]
        var writer = Writer(random: random)
        writer.line("version: 1", indentation: 0)
        writer.line("sources:", indentation: 0)
        writer.line("shop: {event_id: require}", indentation: 2)
        if writer.random.oneIn(2) { writer.comment("mode: test", indentation: 0) }
        writer.line("destinations:", indentation: 0)
        for name in names.prefix(count) { writer.destination(name, isTarget: name == destination) }
        writer.line("identity: {phone_region: GB}", indentation: 0)
        if writer.random.oneIn(3) { writer.text.removeLast() }
        random = writer.random
        comments = writer.comments
        let ends = random.oneIn(3) ? writer.text.replacing("\n", with: "\r\n") : writer.text
        text = random.oneIn(5) ? "\u{FEFF}" + ends : ends
    }

    private struct Writer {
        var text = ""
        var comments: [String] = []
        var random: SeededRandom

        init(random: SeededRandom) { self.random = random }

        mutating func line(_ content: String, indentation: Int, mayHaveComment: Bool = true) {
            if random.oneIn(6) { comment("test_event_code: TEST1", indentation: indentation) }
            if random.oneIn(8) { text += "\n" }
            text += String(repeating: " ", count: indentation) + content
            if mayHaveComment, random.oneIn(4) {
                let comment = "# {mode: test, test_event_code: X\(text.utf8.count)}"
                comments.append(comment)
                text += "   " + comment
            }
            text += "\n"
        }

        mutating func comment(_ content: String, indentation: Int) {
            let comment = "# \(content), not \(text.utf8.count)"
            comments.append(comment)
            text += String(repeating: " ", count: indentation) + comment + "\n"
        }

        mutating func destination(_ name: String, isTarget: Bool) {
            var entries = [
                "event_source: web", "event_source_id: C4KEXAMPLE0000000000",
                "access_token: {env: TIKTOK_ACCESS_TOKEN}",
                "events: {mode: ViewContent, test_event_code: Search, purchase: CompletePayment}",
            ]
            if random.oneIn(2) { entries.append(pair("names", "classic")) }
            if random.oneIn(2) { entries.append("delivery: {batch: {max: 10}}") }
            if random.oneIn(4) { entries.append("sources: [shop]") }
            let hasMode = isTarget ? !random.oneIn(4) : true
            let hasCode = isTarget ? !random.oneIn(5) || !hasMode : random.oneIn(2)
            if hasMode { entries.append(pair("mode", random.oneIn(5) && !hasCode ? "dry_run" : "test")) }
            if hasCode { entries.append(pair("test_event_code", "TEST\(Int.random(in: 10...99, using: &random))")) }
            entries.shuffle(using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: line("\(name): {\(entries.joined(separator: ", "))}", indentation: 2)
            case 1:
                line("\(name): {", indentation: 2, mayHaveComment: false)
                for entry in entries.dropLast() { line(entry + ",", indentation: 6) }
                line(entries[entries.count - 1] + (random.oneIn(2) ? "," : ""), indentation: 6)
                line("}", indentation: 4)
            default:
                line("\(name):", indentation: 2)
                for entry in entries { line(entry, indentation: 4) }
            }
        }

        private mutating func pair(_ key: String, _ value: String) -> String {
            let quote = ["", "", "\"", "'"].randomElement(using: &random) ?? ""
            let keyQuote = random.oneIn(6) ? "\"" : ""
            let spaces = random.oneIn(4) ? "   " : " "
            return keyQuote + key + keyQuote + ":" + spaces + quote + value + quote
        }
    }
}
