import Foundation
import OutboxTestSupport
import Testing

@Suite(
    "outbox serve and a disk that fails", .timeLimit(.minutes(5)),
    .enabled(if: PreloadedLibrary.compiler != nil, "needs a C compiler for the library that fails the disk"))
struct DiskFailureTests {
    private static let environment = HTTPOutbox.environment

    private func configure(_ folder: OutboxFolder, port: Int) throws {
        try folder.write(
            "outbox.yml",
            OutboxFolder.configuration(source: "key: {env: SHOP_KEY}") + "\nlisten: 127.0.0.1:\(port)\n")
    }

    /// Hands an event over, and gives the status of the answer; nil where none comes.
    private func status(of event: String, _ port: Int) async -> Int? {
        let body = Shop.event("purchase", event)
        guard let client = try? await RawClient.connect(port: port) else { return nil }
        try? await client.send(
            "POST /v1/events HTTP/1.1\r\nHost: outbox\r\nAuthorization: Bearer \(HTTPOutbox.key)\r\n"
                + "Content-Type: application/x-ndjson\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return await client.response()?.status
    }

    @Test(
        "The process ends with 4 and says why; nothing more is acknowledged, and what was is there after a restart",
        arguments: [["--only", "ingest"], []])
    func ends(role: [String]) async throws {
        let folder = try OutboxFolder(configuration: nil)
        let port = try await HTTPOutbox.freePort()
        try configure(folder, port: port)
        let disk = try await FailingDisk(in: folder)
        let environment = Self.environment.merging(disk.environment) { $1 }
        let serve = try RunningOutbox(["serve"] + role, in: folder, environment: environment)
        try await serve.says("ready")
        #expect(try await HTTPOutbox.exchange(port, "POST", "/v1/events", Shop.event("purchase", "kept")).status == 200)

        try disk.fail()
        let statuses = await withTaskGroup(of: Int?.self) { group in
            for number in 0..<8 {
                group.addTask { await status(of: "lost\(number)", port) }
            }
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        // One that came while the server closed has no answer: all of them, where a lane met the failure first.
        #expect(role.isEmpty || statuses.contains(503), "\(statuses)")
        #expect(statuses.allSatisfy { $0 ?? 503 == 503 }, "\(statuses)")
        #expect(await serve.status() == 4, "\(serve.text)")
        #expect(serve.text.contains("the disk failed at"), "\(serve.text)")
        #expect(serve.text.contains("check the disk and start again"), "\(serve.text)")

        let again = try RunningOutbox(["serve"] + role, in: folder, environment: Self.environment)
        try await again.says("ready")
        let repeated = try await HTTPOutbox.exchange(port, "POST", "/v1/events", Shop.event("purchase", "kept"))
        #expect(repeated.text.contains("duplicate"), "\(repeated.text)")
        #expect(await again.end() == 0, "\(again.text)")
    }

    @Test("A worker alone ends with 4, too")
    func worker() async throws {
        let folder = try OutboxFolder(configuration: nil)
        try configure(folder, port: try await HTTPOutbox.freePort())
        let disk = try await FailingDisk(in: folder)
        let environment = Self.environment.merging(disk.environment) { $1 }
        let work = try RunningOutbox(["serve", "--only", "work"], in: folder, environment: environment)
        try await work.says("ready")
        try disk.fail()
        try await folder.enqueue(1)
        #expect(await work.status() == 4, "\(work.text)")
        #expect(work.text.contains("the disk failed at"), "\(work.text)")
    }
}
