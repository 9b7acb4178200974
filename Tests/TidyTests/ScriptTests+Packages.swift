import Foundation
import Testing

extension ScriptTests {
    /// What is installed, by whom, and how it ends.
    @Suite struct Packages {
        /// A Debian without SQLite's headers, on which apt-get brings them.
        private func machineWithoutSQLite() throws -> ScriptedMachine {
            let machine = try ScriptedMachine()
            try machine.setRelease("ID=debian")
            let mark = machine.root.appending(path: "installed").path
            try machine.add("apt-get", "[ \"$1\" != install ] || touch '\(mark)'")
            try machine.add("pkg-config", "[ \"$2\" != sqlite3 ] || [ -e '\(mark)' ]")
            return machine
        }

        @Test("A missing package is installed after its lists were refreshed, and nothing is asked")
        func missingPackageIsInstalled() throws {
            let machine = try machineWithoutSQLite()
            let run = try machine.test()
            #expect(run.status == 0, "\(run.errors)")
            let calls = try machine.calls(of: "apt-get")
            #expect(calls == ["apt-get update -q", "apt-get install -y -q --no-install-recommends libsqlite3-dev"])
        }

        @Test("Without the right to install, the one line for the administrator is printed")
        func administratorIsTold() throws {
            let machine = try machineWithoutSQLite()
            try machine.add("id", "echo 1000")
            let line = "    sudo apt-get update && sudo apt-get install -y libsqlite3-dev\n"
            for sudo in [nil, "exit 1"] {
                if let sudo { try machine.add("sudo", sudo) }
                let run = try machine.test(environment: ["CI": "true"])
                #expect(run.status == 1)
                #expect(run.errors.hasSuffix(line), "\(run.errors)")
                #expect(try machine.calls(of: "apt-get").isEmpty)
            }
        }

        @Test("With a sudo that asks nothing, sudo installs")
        func sudoInstalls() throws {
            let machine = try machineWithoutSQLite()
            try machine.add("id", "echo 1000")
            try machine.add("sudo", "[ \"$1\" != -n ] || shift; [ \"$1\" != true ] || exit 0; \"$@\"")
            #expect(try machine.test(environment: ["CI": "true"]).status == 0)
            #expect(try machine.calls(of: "apt-get").count == 2)
        }

        @Test("A SQLite that is too old is refused before anything is built")
        func oldSQLiteIsRefused() throws {
            let machine = try ScriptedMachine()
            try machine.add("pkg-config", "case $1 in --atleast-version=*) exit 1 ;; --modversion) echo 3.34.1 ;; esac")
            let run = try machine.test()
            #expect(run.status == 1)
            #expect(run.errors.hasPrefix("SQLite 3.34.1 is too old: the outbox needs 3.37 or newer"))
            #expect(try machine.calls(of: "swift").allSatisfy { $0 == "swift --version" })
        }

        @Test("Ended by a signal, it ends all it has started")
        func signalEndsAll() throws {
            let machine = try ScriptedMachine()
            let child = machine.root.appending(path: "child").path
            // The build starts a process of its own, then has the script told to end.
            try machine.add(
                "swift",
                ScriptedMachine.swift(
                    version: "6.3.1", building: "sleep 600 & echo $! > '\(child)'; kill -TERM $PPID; wait"))
            let run = try machine.test()
            #expect(run.status == 143)
            let process = try #require(Int32(String(contentsOfFile: child, encoding: .utf8).dropLast()))
            #expect(kill(process, 0) == -1 && errno == ESRCH)
        }

        @Test("The private folder is the user's alone, and gone at the end")
        func privateFolderIsRemoved() throws {
            let machine = try ScriptedMachine()
            let run = try machine.shell(
                release: "", "make_private_folder; echo \"$private_folder\"; stat -c %a \"$private_folder\"; exit 3")
            #expect(run.status == 3)
            let lines = run.output.split(separator: "\n")
            #expect(lines.last == "700")
            #expect(!FileManager.default.fileExists(atPath: String(lines.first ?? "/")))
        }
    }
}
