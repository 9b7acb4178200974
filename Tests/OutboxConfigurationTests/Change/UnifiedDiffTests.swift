import OutboxConfiguration
import Testing

@Suite("The difference of two files")
struct UnifiedDiffTests {
    private func diff(_ old: String, _ new: String) -> String {
        UnifiedDiff(Array(old.utf8), Array(new.utf8), oldName: "a.yml", newName: "b.yml").text
    }

    private let letters = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n"

    @Test("Nothing for the same text")
    func same() {
        #expect(diff(letters, letters) == "")
        #expect(diff("", "") == "")
    }

    @Test("Three lines around each change, as `diff -u` has them")
    func hunks() {
        #expect(
            diff(letters, letters.replacing("e", with: "E")) == """
                --- a.yml
                +++ b.yml
                @@ -2,7 +2,7 @@
                 b
                 c
                 d
                -e
                +E
                 f
                 g
                 h

                """)
        #expect(
            diff(letters, letters.replacing("a\n", with: "").replacing("l\n", with: "l\nm\n")) == """
                --- a.yml
                +++ b.yml
                @@ -1,4 +1,3 @@
                -a
                 b
                 c
                 d
                @@ -10,3 +9,4 @@
                 j
                 k
                 l
                +m

                """)
    }

    @Test("Says where a last line has no line break, and keeps carriage returns")
    func lineBreaks() {
        #expect(
            diff("a\r\nb", "a\r\nc") == """
                --- a.yml
                +++ b.yml
                @@ -1,2 +1,2 @@
                 a\r
                -b
                \\ No newline at end of file
                +c
                \\ No newline at end of file

                """)
        #expect(diff("", "a\n") == "--- a.yml\n+++ b.yml\n@@ -0,0 +1 @@\n+a\n")
    }
}
