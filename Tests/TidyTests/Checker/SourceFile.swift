/// A file of the repository as the rules see it: its path, its lines and, if it is Swift, its tokens.
struct SourceFile: Sendable {
    /// The path inside the repository, with slashes.
    let path: String
    let text: String
    let lines: [Substring]
    let tokens: [Token]
    let comments: [SourceComment]
    let declarations: [Declaration]
    let area: Area
    private let closingBrackets: DeclarationReader?
    /// The last comment that ends on a line, for those that stand alone.
    private let commentEnding: [Int: SourceComment]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        area = Area(path: path)
        // By bytes: as a character, a line break after a carriage return is another one.
        var lines = text.utf8.split(omittingEmptySubsequences: false) { $0 == "\n" }.map { Substring($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        self.lines = lines
        guard path.hasSuffix(".swift") else {
            (tokens, comments, declarations, closingBrackets, commentEnding) = ([], [], [], nil, [:])
            return
        }
        let lexer = Lexer(text)
        let reader = DeclarationReader(lexer.tokens)
        (tokens, comments, declarations, closingBrackets) = (lexer.tokens, lexer.comments, reader.declarations, reader)
        commentEnding = Dictionary(
            comments.filter(\.standsAlone).map { ($0.lastLine, $0) }, uniquingKeysWith: { $1 })
    }

    var isSwift: Bool { path.hasSuffix(".swift") }

    /// The file's name without folder and ending.
    var name: String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.split(separator: ".swift").first ?? "")
    }

    func token(at index: Int) -> Token? {
        tokens.indices.contains(index) ? tokens[index] : nil
    }

    func closingBracket(of index: Int) -> Int? {
        closingBrackets?.closingBracket(of: index)
    }

    /// The comments that stand without a gap directly above a line, the lowest first.
    func comments(above line: Int) -> [SourceComment] {
        var found: [SourceComment] = []
        var next = line - 1
        while let comment = commentEnding[next] {
            found.append(comment)
            next = comment.firstLine - 1
        }
        return found
    }

    func offence(line: Int? = nil, _ problem: String, _ remedy: String) -> Offence {
        Offence(path: path, line: line, problem: problem, remedy: remedy)
    }
}
