import OutboxTestSupport
import Testing

@testable import OutboxMapping

@Suite("Regular expressions")
struct LinearPatternTests {
    private func isFound(_ pattern: String, in text: String) throws -> Bool {
        let pattern = try LinearPattern(pattern)
        return Array(text.utf8).withUnsafeBufferPointer { pattern.isFound(in: $0) }
    }

    private func match(_ pattern: String, in text: String, group: Int = 0) throws -> String? {
        let bytes = Array(text.utf8)
        return try LinearPattern(pattern).range(ofGroup: group, in: bytes).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
    }

    @Test(
        "Found",
        arguments: [
            ("abc", "xabcx"), ("^abc", "abcd"), ("abc$", "xabc"), ("^$", ""), ("", "x"), ("a.c", "aéc"),
            ("[a-c]x", "bx"),
            ("[^a-c]x", "dx"), ("[]a]", "]"), ("[a-]", "-"), (#"[\d.]+"#, "1.2"), (#"\bcat\b"#, "a cat!"),
            (#"\Bat"#, "cat"),
            (#"\d{3}"#, "a123"), ("a{2,}", "aaa"), ("(?i)straße", "STRAßE"), ("(?i)[a-c]É", "Bé"), ("a|b|", "x"),
            ("(?:ab)+c", "ababc"),
            (#"^https://shop\.example/"#, "https://shop.example/x"), ("日本|中国", "in 中国"), (#"\."#, "."), ("x*", ""),
            (#"\S\s\W\w\D"#, "a !b-"), ("(a*)*b", "aab"), ("(|a)+b", "ab"), ("a??b", "ab"), ("[é-ü]", "ö"),
            ("😀{2}", "😀😀"),
        ])
    func found(pattern: String, text: String) throws {
        #expect(try isFound(pattern, in: text))
    }

    @Test(
        "Not found",
        arguments: [
            ("abc", "abd"), ("^bc", "abc"), ("ab$", "abc"), ("a.c", "a\nc"), ("[a-c]", "d"), ("[^a]", "a"),
            (#"\bat"#, "cat"),
            ("a{3}", "aa"), ("^a{1,2}$", "aaa"), ("STRASSE", "strasse"), ("(ab)+$", "aba"), ("$a", "a"),
            (#"^https://shop\.example/"#, "http://shop.example/"),
        ])
    func notFound(pattern: String, text: String) throws {
        #expect(try !isFound(pattern, in: text))
    }

    @Test("Patterns that are nothing but words find each of them, wherever it stands, and no part of one")
    func words() throws {
        for pattern in ["(bot|crawler|spider)", "bot|crawler|spider", "(?:bot|crawler|spider)"] {
            for text in ["bot", "Googlebot/2.1", "a spider", "crawcrawler"] {
                #expect(try isFound(pattern, in: text), "\(pattern) \(text)")
            }
            for text in ["", "bo", "crawl", "spide", "b-o-t", "BOT"] {
                #expect(try !isFound(pattern, in: text), "\(pattern) \(text)")
            }
        }
        #expect(try isFound("(é|日本)", in: "in 日本") && !isFound("(é|日本)", in: "e日"))
        #expect(
            try isFound("(a|)", in: "x") && isFound("(?i)(bot|spider)", in: "BOT") && !isFound("(^bot|x)", in: "abot"))
    }

    @Test("The leftmost match is taken, greedy or lazy, alternatives in their order, with its groups")
    func matches() throws {
        #expect(try match("a+", in: "baaab") == "aaa")
        #expect(try match("a+?", in: "baaab") == "a")
        #expect(try match("a|ab", in: "ab") == "a")
        #expect(try match("ab|a", in: "ab") == "ab")
        #expect(try match(#"(\w+)@(\w+)"#, in: "x ada@shop y", group: 2) == "shop")
        #expect(try match("(a)|(b)", in: "b", group: 1) == nil)
        #expect(try match("(a*)*", in: "aa", group: 1) == "aa")
        #expect(try match("x", in: "abc") == nil)
        #expect(try match(#"id=(\d+)"#, in: "id=x id=42&id=7", group: 1) == "42")
    }

    @Test(
        "What is not taken is explained with its place",
        arguments: [
            ("(a", "1: a `(` that is not closed"), ("a)", "2: a `)` without its `(`"),
            ("[a", "1: a `[` that is not closed"),
            ("*a", "1: `*` repeats nothing"), ("a**", "3: a repetition of a repetition"), ("a{2", "2: a repetition is"),
            ("a{3,2}", "2: a repetition is"), ("a{501}", "2: a repetition is"), ("a{,2}", "2: `{` begins a repetition"),
            (#"(a)\1"#, "4: back references"),
            ("(?=a)", "1: `(?` begins only"), (#"\q"#, "1: `\\q` has no meaning"), ("a\\", "2: a backslash at the end"),
            ("[z-a]", "4: a range"), ("^*", "2: a place such as"), ("((a{500}){500}){500}", "1: too large"),
            ("(?:){500}", ""), ("(((){500}){500}){500}", "1: too large"),
            (String(repeating: "(", count: 60), "52: more than 50 groups"),
        ])
    func problems(pattern: String, expected: String) throws {
        do throws(PatternFailure) {
            _ = try LinearPattern(pattern)
            #expect(expected.isEmpty, "\(pattern)")
        } catch {
            #expect(
                !expected.isEmpty && error.description.hasPrefix("at character \(expected)"), "\(error.description)")
        }
    }

    @Test(
        "Patterns that make backtracking matchers hang end at once over 32 KB",
        .timeLimit(.minutes(1)),
        arguments: ["(a+)+$", "(a|aa)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*)(.*)(.*)x"])
    func hostile(pattern: String) throws {
        let text = String(repeating: "a", count: LinearPattern.maximumInputLength - 1) + "!"
        let compiled = try LinearPattern(pattern)
        var found = true
        let time = ProcessorTime.of {
            found = Array(text.utf8).withUnsafeBufferPointer { compiled.isFound(in: $0) }
        }
        #expect(!found)
        #expect(time < .seconds(20), "an unoptimised build on a busy machine needs about a second")
    }

    @Test("Random patterns find what a matcher that tries everything finds")
    func property() throws {
        var random = SeededRandom(printingSeedAs: "PATTERN_SEED")
        for _ in 0..<4000 {
            let reference = ReferencePattern.random(using: &random, depth: 3)
            let compiled = try LinearPattern(reference.text)
            for _ in 0..<5 {
                let text = (0..<Int.random(in: 0...7, using: &random)).map { _ in
                    ["a", "b", "é", "_", "\n"][Int.random(in: 0..<5, using: &random)]
                }
                let scalars = Array(text.joined().unicodeScalars)
                let expected = (0...scalars.count).contains { !reference.ends(in: scalars, from: $0).isEmpty }
                let bytes = Array(text.joined().utf8)
                let found = bytes.withUnsafeBufferPointer { compiled.isFound(in: $0) }
                #expect(found == expected, "\(reference.text) in \(text), \(random)")
                guard expected else {
                    #expect(compiled.range(ofGroup: 0, in: bytes) == nil, "\(reference.text) in \(text), \(random)")
                    continue
                }
                let range = try #require(
                    compiled.range(ofGroup: 0, in: bytes), "\(reference.text) in \(text), \(random)")
                let place = { (offset: Int) in String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars.count }
                let first = (0...scalars.count).first { !reference.ends(in: scalars, from: $0).isEmpty }
                #expect(place(range.lowerBound) == first, "\(reference.text) in \(text), \(random)")
                #expect(
                    reference.ends(in: scalars, from: place(range.lowerBound)).contains(place(range.upperBound)),
                    "\(reference.text) in \(text), \(random)")
            }
        }
    }

    @Test("Words are found in random texts exactly where they are")
    func randomWords() throws {
        var random = SeededRandom(printingSeedAs: "PATTERN_SEED")
        for _ in 0..<2_000 {
            let letters = Array("ab\u{1}cdeé")
            func text(_ count: ClosedRange<Int>) -> String {
                String(
                    (0..<Int.random(in: count, using: &random)).map { _ in
                        letters[Int.random(in: letters.indices, using: &random)]
                    })
            }
            let words = (0..<Int.random(in: 2...6, using: &random)).map { _ in text(1...3) }
            let subject = text(0...40)
            let isThere = words.contains { subject.utf8.firstRange(of: $0.utf8) != nil }
            #expect(try isFound(words.joined(separator: "|"), in: subject) == isThere, "\(words) \(subject) \(random)")
        }
    }
}
