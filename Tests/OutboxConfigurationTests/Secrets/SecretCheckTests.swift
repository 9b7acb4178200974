import Glibc
import OutboxConfiguration
import OutboxTestSupport
import Testing

@Suite("The check of secrets")
struct SecretCheckTests {
    private let token = "0123456789abcdef0123456789abcdef0123wxyz"

    private func check(
        _ text: String, folder: String, _ environment: [String: String],
        needed: Set<SecretUse.Purpose> = [.accessToken, .sourceKey]
    ) throws -> SecretCheck {
        let report = Configuration.load(bytes: Array(text.utf8), file: "outbox.yml", folder: folder)
        return SecretCheck(
            try #require(report.configuration), environment: environment, needed: needed, sha256: Sample.digest)
    }

    @Test("Secrets that are there are shown by fingerprint, with path and line")
    func good() throws {
        let found = try check(Sample.smallest, folder: "/", ["TIKTOK_ACCESS_TOKEN": token])
        #expect(found.errors.isEmpty)
        #expect(found.warnings.isEmpty)
        #expect(found.findings.map(\.use.path) == ["destinations.main.access_token"])
        #expect(found.findings.map(\.use.line) == [8])
        #expect(found.findings.first?.fingerprint?.hasPrefix("...wxyz (sha256 ") == true)
    }

    @Test("A missing access token is an error; a missing key is a warning where nobody takes events in")
    func missing() throws {
        let text = Sample.source("{key: {env: SHOP_KEY}}")
        let found = try check(text, folder: "/", ["SHOP_KEY": ""], needed: [.accessToken])
        #expect(
            found.errors.map(\.description) == [
                "outbox.yml:8: destinations.main.access_token: environment variable TIKTOK_ACCESS_TOKEN is not set "
                    + "(try: export TIKTOK_ACCESS_TOKEN=...)"
            ])
        #expect(found.warnings.map(\.path) == ["sources.shop.key"])
        #expect(found.warnings.first?.problem == "environment variable SHOP_KEY is empty")
        #expect(found.findings.allSatisfy { $0.fingerprint == nil })
    }

    @Test("A key that is too short, and one that two sources share, are errors that name no key")
    func keys() throws {
        let text = Sample.smallest.replacing(
            "  shop: {}", with: "  shop: {keys: [{env: A}, {env: B}]}\n  till: {key: {env: C}}")
        let environment = [
            "TIKTOK_ACCESS_TOKEN": token, "A": "fifteen-letters", "B": "sixteen--letters", "C": "sixteen--letters",
        ]
        let found = try check(text, folder: "/", environment)
        #expect(found.errors.map(\.path) == ["sources.shop.keys[0]", "sources.till.key"])
        #expect(found.errors.first?.problem.hasPrefix("a write key has at least 16 characters") == true)
        #expect(found.errors.last?.problem.hasPrefix("the same key as sources.shop.keys[1]") == true)
        #expect(found.errors.allSatisfy { !$0.description.contains("letters") })
        let own = try check(text, folder: "/", environment.merging(["A": "sixteen--letters", "C": token]) { $1 })
        #expect(own.errors.isEmpty, "the same key twice at one source does no harm")
    }

    @Test("White space at the ends and a file that others may read are warnings")
    func careless() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(" \(token)\n", to: "token")
        let text = Sample.replacing("access_token", with: "access_token: {file: token}")
        #expect(chmod(path, 0o600) == 0)
        #expect(
            try check(text, folder: folder.path, [:]).warnings.map(\.problem) == [
                "file \(path) has white space at its ends, which is cut off"
            ])
        #expect(chmod(path, 0o640) == 0)
        let found = try check(text, folder: folder.path, [:])
        #expect(found.errors.isEmpty)
        #expect(found.warnings.map(\.suggestion) == ["set it without", "chmod 600 \(path)"])
        #expect(found.findings.first?.fingerprint != nil)
    }
}
