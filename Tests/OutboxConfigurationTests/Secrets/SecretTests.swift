import OutboxTestSupport
import Testing

@testable import OutboxConfiguration

@Suite("Secrets")
struct SecretTests {
    private let token = "0123456789abcdef0123456789abcdef0123wxyz"

    private func resolve(
        _ reference: SecretReference, _ environment: [String: String] = [:]
    ) -> Result<Secret, SecretProblem> {
        reference.resolve(environment: environment, sha256: Sample.digest)
    }

    @Test("A secret shows its fingerprint alone, whichever way it is shown")
    func fingerprint() {
        let secret = Secret(token) { _ in [0x1F, 0x3A, 0x09, 0x20, 0xFF] }
        #expect(secret.reveal() == token)
        #expect(secret.fingerprint == "...wxyz (sha256 1f3a0920)")
        var dumped = ""
        dump(secret, to: &dumped)
        dump([secret: Optional(secret)], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", "\(Optional(secret) as Any)", dumped] {
            #expect(text.contains("...wxyz (sha256 1f3a0920)"))
            #expect(!text.contains("abcdef"))
        }
    }

    @Test("Of a short secret not even the last characters are shown")
    func short() {
        #expect(!Secret("hunter2", sha256: Sample.digest).fingerprint.contains("ter2"))
    }

    @Test("A secret comes from the environment")
    func environment() throws {
        let found = try resolve(.environment("TOKEN"), ["TOKEN": token]).get()
        #expect(found.reveal() == token)
        #expect(found.digest == Sample.digest(Array(token.utf8)))
        #expect(resolve(.environment("TOKEN")) == .failure(.missing(.environment("TOKEN"))))
        #expect(resolve(.environment("TOKEN"), ["TOKEN": ""]) == .failure(.empty(.environment("TOKEN"))))
        #expect(resolve(.environment("TOKEN"), ["TOKEN": " \n"]) == .failure(.empty(.environment("TOKEN"))))
        #expect(try resolve(.environment("TOKEN"), ["TOKEN": " \(token)\n"]).get().reveal() == token)
        for value in ["a\nb", "caf\u{E9}", "a\u{0}b"] {
            #expect(resolve(.environment("TOKEN"), ["TOKEN": value]) == .failure(.unusable(.environment("TOKEN"))))
        }
    }

    @Test("A secret comes from a file, whose last line break does not count")
    func file() throws {
        let folder = try TemporaryFolder()
        for (name, text) in [("plain", token), ("unix", token + "\n"), ("windows", token + "\r\n")] {
            let path = try folder.write(text, to: name)
            let fetched = try SecretReference.file(path).fetch(environment: [:], sha256: Sample.digest).get()
            #expect(fetched.secret.reveal() == token)
            #expect(!fetched.wasTrimmed, "\(name)")
        }
        let missing = SecretReference.file(folder.file("none"))
        #expect(resolve(missing) == .failure(.missing(missing)))
        let empty = SecretReference.file(try folder.write("\n", to: "empty"))
        #expect(resolve(empty) == .failure(.empty(empty)))
        let folderItself = SecretReference.file(folder.path)
        #expect(resolve(folderItself) == .failure(.unreadable(folderItself, detail: "a folder, not a file")))
        let binary = SecretReference.file(try folder.write([0xFF, 0xFE], to: "binary"))
        #expect(resolve(binary) == .failure(.unusable(binary)))
        let large = SecretReference.file(try folder.write([UInt8](repeating: 65, count: 65_537), to: "large"))
        #expect(resolve(large) == .failure(.unreadable(large, detail: "larger than 64KB")))
    }

    @Test("A problem names the place and what to do, never the value")
    func problems() {
        let problem = SecretProblem.missing(.environment("TIKTOK_ACCESS_TOKEN"))
        #expect(problem.description == "environment variable TIKTOK_ACCESS_TOKEN is not set")
        #expect(problem.suggestion(for: .accessToken) == "export TIKTOK_ACCESS_TOKEN=...")
        let running = problem.suggestion(for: .accessToken, isRunning: true)
        #expect(running?.contains("TIKTOK_ACCESS_TOKEN is seen after a restart alone") == true, "\(running ?? "")")
        let file = SecretProblem.missing(.file("/run/secret"))
        #expect(file.suggestion(for: .accessToken) == "write the token into the file, mode 0600")
        #expect(file.suggestion(for: .sourceKey) == "write the key into the file, mode 0600")
        let unusable = SecretProblem.unusable(.environment("SHOP_KEY"))
        #expect(!unusable.description.contains("token"), "it may be a key")
        #expect(unusable.suggestion(for: .sourceKey) == "set the key alone, in one line")
        #expect(SecretProblem.empty(.file("/run/token")).description == "file /run/token is empty")
    }
}
