import Foundation
import Testing

@Suite("The OpenAPI document, asked by schemathesis", .timeLimit(.minutes(10)))
struct APIDocumentTests {
    @Test(
        "Every answer to generated requests is as the document says",
        .enabled(if: PythonPackages.areInstalled, "needs Python packages, which `deploy/test --all` installs"))
    func conforms() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let outbox = try await HTTPOutbox(
            in: folder, OutboxFolder.configuration(source: "key: {env: SHOP_KEY}\n    event_id: generate"))
        // A fixed seed: the same requests each time.
        let report = try await HTTPOutbox.run(
            PythonPackages.interpreter, "-m", "schemathesis.cli", "run", "\(outbox.url)/openapi.yaml",
            "--url", outbox.url, "--header", "Authorization: Bearer \(HTTPOutbox.key)", "--max-examples", "40",
            "--seed", "1", "--no-color")
        #expect(report.contains("No issues found"), "\(report)")
        #expect(try await outbox.exchange("GET", "/healthz").status == 200)
        #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
    }
}
