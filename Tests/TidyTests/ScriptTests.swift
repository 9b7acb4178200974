import Foundation
import Testing

/// The scripts look before they act, say what is missing with the command that brings it, and leave nothing behind.
@Suite struct ScriptTests {
    @Test("shellcheck finds nothing", .enabled("shellcheck is not installed") { isInstalled("shellcheck") })
    func scriptsAreClean() throws {
        let scripts = try Repository.read(at: Repository.current).files.filter { $0.area == .script }.map(\.path)
            .filter { !$0.contains(".") || $0.hasSuffix(".sh") || $0 == ".ci/run" }
        #expect(scripts.contains("deploy/test") && scripts.contains(".ci/run"))
        let check = try Command.run(["shellcheck", "-x"] + scripts, in: Repository.current)
        #expect(check.status == 0, "\(check.output)")
    }

    @Test("Help is printed, and nothing else is done")
    func helpIsPrinted() throws {
        let machine = try ScriptedMachine()
        let help = try machine.test("--help")
        #expect(help.status == 0)
        #expect(help.output.hasPrefix("usage: deploy/test"))
        #expect(help.errors.isEmpty)
        #expect(try machine.calls(of: "swift").isEmpty)
    }

    @Test("An unknown option is refused with the usage")
    func unknownOptionIsRefused() throws {
        let machine = try ScriptedMachine()
        let refusal = try machine.test("--all", "--al")
        #expect(refusal.status == 2)
        #expect(refusal.errors.hasPrefix("test: unknown option: --al\nusage: deploy/test"))
        #expect(refusal.output.isEmpty)
    }

    @Test("Where all is there, it builds and tests, in a path with a space")
    func testsAreRun() throws {
        let machine = try ScriptedMachine()
        let run = try machine.test("--all")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.hasSuffix("✔ Test run with 0 tests passed.\n"))
        let calls = try machine.calls(of: "swift").filter { $0 != "swift --version" }
        #expect(calls.first == "swift build --build-tests")
        #expect(try machine.calls(of: "python3").contains { $0.contains("-m pip install") })
        #expect(calls.dropLast().last?.hasPrefix("swift test --skip-build") == true)
        #expect(calls.last?.hasPrefix("swift test --package-path Tests/ExampleService") == true)
    }

    @Test("A build that fails, fails the script before any test")
    func failedBuildIsPassedOn() throws {
        let machine = try ScriptedMachine()
        try machine.add("swift", ScriptedMachine.swift(version: "6.3.1", building: "exit 1"))
        #expect(try machine.test().status == 1)
        #expect(try !machine.calls(of: "swift").contains { $0.hasPrefix("swift test") })
    }

    @Test("Of tests that fail it shows the failures, of tests that break off what they said last")
    func failedTestsAreShown() throws {
        let machine = try ScriptedMachine()
        let passed = "✔ Test one() passed.\n"
        for (report, shown, quoted) in [
            (
                passed + "✘ Test two() failed.\n↳ Why.\n✘ Test run with 2 tests failed.",
                "✘ Test two() failed.\n↳ Why.\n", ""
            ),
            (passed + "Illegal instruction", "", passed + "Illegal instruction\n"),
        ] {
            try machine.add("swift", ScriptedMachine.swift(version: "6.3.1", testing: "echo '\(report)'; exit 1"))
            let run = try machine.test()
            #expect(run.status == 1)
            #expect(run.output.hasPrefix(shown) && !run.output.contains("one()"), "\(run.output)")
            #expect(run.errors.hasSuffix(quoted + "Tests failed. The whole report is in .build/test-report.txt.\n"))
        }
    }

    @Test("Without Swift it says so before anything else, and how to get it")
    func missingSwiftIsExplained() throws {
        let machine = try ScriptedMachine()
        try machine.remove("swift")
        try machine.add("pkg-config", "exit 1")
        try machine.add("apt-get", "exit 0")
        let run = try machine.test(environment: ["CI": "true"])
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("Swift 6.2 or newer is needed, and there is no 'swift' on the PATH.\n"))
        #expect(run.errors.contains("curl -O \"https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz\""))
        #expect(run.errors.contains("deploy/test --install-swift"))
        #expect(run.output.isEmpty)
        #expect(try machine.calls(of: "apt-get").isEmpty)
    }

    @Test("A Swift that is too old, or does not run, is named", arguments: ["5.10.1", "6.1", ""])
    func oldSwiftIsNamed(version: String) throws {
        let machine = try ScriptedMachine()
        try machine.add("swift", ScriptedMachine.swift(version: version))
        let run = try machine.test()
        #expect(run.status == 1)
        #expect(run.errors.contains("is \(version.isEmpty ? "unusable" : version).\n"))
    }

    @Test(
        "The commands are those of the distribution",
        arguments: [
            ("ID=debian", "apt-get install -y binutils"), ("ID=ubuntu\nID_LIKE=debian", "apt-get install -y binutils"),
            ("ID=linuxmint\nID_LIKE=\"ubuntu debian\"", "apt-get install -y binutils"),
            ("ID=fedora", "dnf install -y binutils"),
            ("ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"", "dnf install -y"),
            ("ID=\"amzn\"\nID_LIKE=\"fedora\"", "dnf install -y"), ("ID=arch", "no official build"),
            ("ID=alpine", "no official build"), ("", "no official build"),
        ])
    func commandsFitTheDistribution(release: String, words: String) throws {
        let machine = try ScriptedMachine()
        let printed = try machine.shell(release: release, "swift_commands \"$(distribution_family)\"")
        #expect(printed.output.contains(words), "\(printed)")
        #expect(printed.output.contains("./swiftly init"))
    }

    @Test(
        "Packages have the names of the distribution",
        arguments: [
            ("ID=debian", "apt-get update && apt-get install -y libsqlite3-dev zlib1g-dev pkg-config g++"),
            ("ID=fedora", "dnf install -y sqlite-devel zlib-devel pkgconf-pkg-config gcc-c++"),
            ("ID=alpine", "apk add sqlite-dev zlib-dev pkgconf g++"),
            ("ID=arch", "pacman -S --needed sqlite zlib pkgconf gcc"),
            (
                "ID=opensuse-leap\nID_LIKE=\"suse opensuse\"",
                "zypper install -y sqlite3-devel zlib-devel pkg-config gcc-c++"
            ),
        ])
    func packagesFitTheDistribution(release: String, line: String) throws {
        let machine = try ScriptedMachine()
        let printed = try machine.shell(
            release: release,
            """
            family=$(distribution_family)
            mapfile -t names < <(package_names "$family" sqlite zlib pkg-config compiler)
            install_line "$family" "${names[@]}"
            """)
        #expect(printed.output == line + "\n", "\(printed)")
    }
}

/// Whether a program is on the PATH of the tests.
private func isInstalled(_ program: String) -> Bool {
    (try? Command.run(["bash", "-c", "command -v \(program)"]).status) == 0
}
