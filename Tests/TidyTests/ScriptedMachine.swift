import Foundation
import Testing

/// A machine made up for the scripts: a folder of programs for the PATH, and a copy of the scripts beside it.
///
/// The real programs that the scripts may use are linked; every other program is a few lines of shell that the test
/// writes, so that nothing is installed or built. The copy stands in a folder with a space in its name.
struct ScriptedMachine: ~Copyable {
    let root: URL
    let repository: URL

    private var programs: URL { root.appending(path: "programs") }
    private var log: URL { root.appending(path: "log") }

    /// What the scripts use of a system without having looked for it.
    private static let tools = [
        "awk", "bash", "cat", "cut", "dirname", "env", "head", "ln", "mktemp", "mkdir", "readlink", "rm", "sed", "sh",
        "sleep", "sort", "stat", "tail", "tee", "touch", "tr", "uname",
    ]

    init() throws {
        root = FileManager.default.temporaryDirectory.appending(path: "scripted machine \(UUID().uuidString)")
        repository = root.appending(path: "a repository")
        let source = Repository.current
        try FileManager.default.createDirectory(at: repository, withIntermediateDirectories: true)
        for path in ["deploy", "Package.swift"] {
            try FileManager.default.copyItem(
                at: source.appending(path: path), to: repository.appending(path: path))
        }
        try FileManager.default.createDirectory(at: programs, withIntermediateDirectories: true)
        try Data().write(to: log)
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        for tool in Self.tools {
            let places = folders.map { "\($0)/\(tool)" }
            let real = try #require(places.first(where: FileManager.default.isExecutableFile), "No \(tool) here.")
            try FileManager.default.createSymbolicLink(
                atPath: programs.appending(path: tool).path, withDestinationPath: real)
        }
        // Root, with everything that is looked for.
        try add([
            "id": "echo 0", "git": "exit 0", "curl": "exit 0", "strace": "exit 0", "clang": "cat >/dev/null",
            "nginx": "exit 0", "chromium": "exit 0", "python3": Self.python,
            "pkg-config": "exit 0",
            "swift": Self.swift(version: "6.3.1"),
        ])
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
    }

    /// A Python that makes environments of its own kind.
    private static let python = """
        if [ "$1 $2" = "-m venv" ]; then mkdir -p "$3/bin"; ln -s "$(command -v python3)" "$3/bin/python"; fi
        """

    /// Puts programs on the PATH that write each call into the log and then do what their lines say.
    ///
    /// Another process writes them: a file that this one had open could not be run while another test starts a program
    /// and the child still holds the copy of everything that is open.
    func add(_ linesByName: [String: String]) throws {
        var words = [
            "bash", "-c",
            "while [ $# -gt 0 ]; do printf '%s' \"$2\" > \"$1\"; chmod 755 \"$1\"; shift 2; done", "bash",
        ]
        for (name, lines) in linesByName {
            let text = """
                #!/usr/bin/env bash
                printf '%s\\n' "\(name) $*" >> '\(log.path)'
                \(lines)

                """
            words += [programs.appending(path: name).path, text]
        }
        let write = try Command.run(words)
        try #require(write.status == 0, "\(write.errors)")
    }

    func add(_ name: String, _ lines: String) throws {
        try add([name: lines])
    }

    /// The lines of a toolchain that builds nothing.
    static func swift(
        version: String, building: String = "mkdir -p .build",
        testing: String = "echo '✔ Test run with 0 tests passed.'"
    ) -> String {
        """
        case $1 in
            --version) echo 'Swift version \(version) (swift-\(version)-RELEASE)' ;;
            build) \(building) ;;
            test) \(testing) ;;
        esac
        """
    }

    /// Makes the machine one of the distribution that such lines of /etc/os-release describe.
    func setRelease(_ lines: String) throws {
        let release = root.appending(path: "os-release")
        try Data((lines + "\n").utf8).write(to: release)
        let script = repository.appending(path: "deploy/machine.sh")
        let text = try String(contentsOf: script, encoding: .utf8)
        try Data(text.replacing("/etc/os-release", with: "'\(release.path)'").utf8).write(to: script)
    }

    /// Runs some lines of shell with the functions of the scripts.
    func shell(release: String, _ lines: String) throws -> Command {
        try setRelease(release)
        let start = "set -euo pipefail\n. '\(repository.path)/deploy/machine.sh'\n"
        return try run(["bash", "-c", start + lines])
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: programs.appending(path: name))
    }

    /// Calls a script, or some lines of shell, on this machine.
    func run(_ words: [String], environment: [String: String] = [:]) throws -> Command {
        let own = ["PATH": programs.path, "HOME": root.path, "LANG": "C.UTF-8"]
        return try Command.run(words, environment: own.merging(environment) { $1 }, in: root)
    }

    func test(_ options: String..., environment: [String: String] = [:]) throws -> Command {
        try run([repository.appending(path: "deploy/test").path] + options, environment: environment)
    }

    /// The programs called so far, except those that only say what there is.
    func calls(of program: String) throws -> [String] {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix(program + " ") }
    }
}
