import Foundation
import OutboxTestSupport
import Testing

@Suite("The OpenAPI document, asked by schemathesis", .timeLimit(.minutes(15)))
struct APIDocumentTests {
    /// How it writes lines of JSON, which it does not know by itself.
    private static let hooks = """
        import json
        import schemathesis

        @schemathesis.serializer("application/x-ndjson")
        def lines(ctx, value):
            items = value if isinstance(value, list) else [value]
            return "\\n".join(json.dumps(item) for item in items).encode()
        """

    @Test(
        "Every answer to generated requests is as the document says",
        .enabled(if: PythonPackages.areInstalled, "needs Python packages, which `deploy/test --all` installs"))
    func conforms() async throws {
        let folder = try OutboxFolder(configuration: nil)
        let calls = "calls-key-0123456789abcdef"
        try folder.write("calls.key", calls)
        try folder.write("hooks.py", Self.hooks)
        let source = """
            key: {env: SHOP_KEY}
                event_id: generate
              calls: {dialect: segment, key: {file: calls.key}}
            """
        let echo = #"echo: {key: shop-web-2026, origins: ["https://shop.example"], url: "https://events.shop.example"}"#
        let destination = "mode: dry_run\n    \(echo)"
        let outbox = try await HTTPOutbox(
            in: folder, OutboxFolder.configuration(source: source, destination: destination))
        // Each key opens its own endpoints. A fixed seed: the same requests each time. Whether an event of the right
        // shape is taken is a matter of its values (a time in the future), which no schema says.
        let shapesAlone = ["--exclude-checks", "positive_data_acceptance"]
        for (tags, key, more) in [
            (["events", "process"], HTTPOutbox.key, shapesAlone), (["calls"], calls, []),
            (["pages"], HTTPOutbox.key, shapesAlone + ["--header", "Origin: https://shop.example"]),
        ] {
            let arguments =
                ["-m", "schemathesis.cli", "run", "\(outbox.url)/openapi.yaml", "--url", outbox.url]
                + tags.flatMap { ["--include-tag", $0] }
                + ["--header", "Authorization: Bearer \(key)", "--max-examples", "20", "--seed", "1", "--no-color"]
                + more
            let report = try await HTTPOutbox.run(
                [PythonPackages.interpreter] + arguments, in: folder,
                environment: ["SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": folder.url.path])
            #expect(report.contains("No issues found"), "\(report)")
        }
        #expect(try await outbox.exchange("GET", "/healthz").status == 200)
        #expect(await outbox.process.end() == 0, "\(outbox.process.text)")
    }
}
