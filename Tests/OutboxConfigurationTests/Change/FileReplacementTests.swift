import FoundationEssentials
import Glibc
import OutboxConfiguration
import OutboxTestSupport
import Testing

@Suite("Replacing a file")
struct FileReplacementTests {
    private func mode(_ path: String) throws -> mode_t {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_mode & 0o7777
    }

    private func contents(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: path).map(Array.init)
    }

    @Test("The new bytes stand there with the old mode, the old ones beside it, and no third file")
    func replaces() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("old", to: "outbox.yml")
        chmod(file, 0o640)
        try FileReplacement.replace(file, holding: Array("old".utf8), with: Array("new".utf8))
        #expect(contents(file) == Array("new".utf8))
        #expect(contents(file + ".bak") == Array("old".utf8))
        #expect(try mode(file) == 0o640)
        #expect(try mode(file + ".bak") == 0o640)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "outbox.yml", "outbox.yml.bak",
            ])
    }

    @Test("A symbolic link stays one")
    func link() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("old", to: "real/outbox.yml")
        try FileManager.default.createSymbolicLink(atPath: folder.file("link.yml"), withDestinationPath: file)
        try FileReplacement.replace(folder.file("link.yml"), holding: Array("old".utf8), with: Array("new".utf8))
        #expect(contents(file) == Array("new".utf8))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link.yml")) == file)
    }

    @Test("A file that somebody else changed meanwhile is left alone")
    func changed() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("other", to: "outbox.yml")
        let error = #expect(throws: FileReplacement.Failure.self) {
            try FileReplacement.replace(file, holding: Array("old".utf8), with: Array("new".utf8))
        }
        #expect(error?.hasChanged == true)
        #expect(contents(file) == Array("other".utf8))
    }

    @Test("A file that is not there is said so")
    func missing() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: FileReplacement.Failure.self) {
            try FileReplacement.replace(folder.file("outbox.yml"), holding: [], with: [])
        }
        #expect(error?.description.contains("No such file") == true)
    }
}
