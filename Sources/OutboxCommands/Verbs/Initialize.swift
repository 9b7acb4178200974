import ArgumentParser
import Glibc
import OutboxConfiguration
import OutboxCore

/// `outbox init`: writes the first configuration.
struct Initialize: Verb {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented configuration in test mode.",
        discussion: """
            On a terminal it asks for what no option says, and tells where in TikTok Events Manager each answer is \
            found.
            A file that is there is never overwritten.
            """)

    @OptionGroup var global: GlobalOptions

    @Option(help: "The file to write; without it as --config, $OUTBOX_CONFIG or outbox.yml.")
    var output: String?

    @Option(help: "The destination's name (main).")
    var destination: String?

    @Option(help: "web, app, offline or crm (web).")
    var eventSource: String?

    @Option(help: "The pixel code, app id or event set id.")
    var eventSourceID: String?

    @Option(name: .customLong("token-env"), help: "The environment variable that holds the access token.")
    var tokenEnvironment: String?

    @Option(help: "The source's name.")
    var source: String?

    @Option(help: "classic (CompletePayment) or current (Purchase): what the pixel sends.")
    var names: String?

    @Option(help: "The code of a test events session.")
    var testCode: String?

    func perform(_ console: Console) async throws -> ExitStatus {
        let path = output ?? Workplace.configurationPath(global)
        guard access(path, F_OK) != 0 else { throw Self.exists(path) }
        let answers = try collect(console)
        if let problem = answers.problems.first {
            let option = "--\(problem.question.rawValue)"
            throw CommandFailure(
                .usage, code: "missing_answer",
                "\(option): \(problem.problem). \(problem.question.whereToFind(after: answers))", path: option)
        }
        try Self.write(ConfigurationTemplate(answers).text, to: path)
        console.line("\(path) is written, in test mode: nothing counts until you go live.")
        let file = path == Workplace.configurationPath(global) && global.configuration == nil ? "" : " --config \(path)"
        console.line("next: export \(answers.tokenEnvironment)=…   then: outbox check\(file)")
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("file", path)
        writer.endObject()
        console.document(writer.bytes)
        return .fine
    }

    private func given(_ question: ConfigurationQuestion) -> String? {
        switch question {
        case .eventSource: eventSource
        case .eventSourceID: eventSourceID
        case .tokenEnvironment: tokenEnvironment
        case .names: names
        case .testEventCode: testCode
        case .destination: destination
        case .source: source
        case .database: nil
        }
    }

    /// Takes the options first; what is left is asked on a terminal, and takes its default elsewhere.
    private func collect(_ console: Console) throws -> ConfigurationAnswers {
        var answers = ConfigurationAnswers()
        for question in ConfigurationQuestion.allCases {
            guard let answer = given(question) else { continue }
            if let problem = question.problem(with: answer, after: answers) {
                throw CommandFailure(
                    .usage, code: "bad_answer", "--\(question.rawValue): \(problem)", path: "--\(question.rawValue)")
            }
            question.apply(answer, to: &answers)
        }
        guard console.asks else { return answers }
        for question in ConfigurationQuestion.allCases
        where question != .database && given(question) == nil && question.isAsked(after: answers) {
            try ask(question, &answers, console)
        }
        return answers
    }

    private func ask(
        _ question: ConfigurationQuestion, _ answers: inout ConfigurationAnswers, _ console: Console
    ) throws {
        console.note(question.whereToFind(after: answers))
        let choices = question.choices.isEmpty ? "" : " (\(question.choices.joined(separator: ", ")))"
        let fallback = question.defaultAnswer.map { " [\($0)]" } ?? ""
        while true {
            guard let line = console.ask("\(question.prompt(after: answers))\(choices)\(fallback) ") else {
                throw CommandFailure(.usage, code: "missing_answer", "the input ended; nothing was written")
            }
            let typed = String(line.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            let answer = typed.isEmpty ? question.defaultAnswer ?? "" : typed
            guard let problem = question.problem(with: answer, after: answers) else {
                question.apply(answer, to: &answers)
                console.note("")
                return
            }
            console.note(problem)
        }
    }

    private static func exists(_ path: String) -> CommandFailure {
        CommandFailure(
            .usage, code: "file_exists", "\(path) is there and is never overwritten: choose another with --output",
            path: path)
    }

    /// Makes the file and writes it; another process that was faster wins.
    private static func write(_ text: String, to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST { throw exists(path) }
            throw CommandFailure(
                .usage, code: "unwritable_file", "\(path): \(String(cString: strerror(errno)))", path: path)
        }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else {
            unlink(path)
            throw CommandFailure(.usage, code: "unwritable_file", "\(path): the disk took only a part", path: path)
        }
    }
}
