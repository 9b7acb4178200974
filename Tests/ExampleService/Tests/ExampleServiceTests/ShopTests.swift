import Foundation
import GRDB
import Testing
import TikTokOutbox

@testable import ExampleService

@Suite("An order and its event")
final class ShopTests {
    private let folder: URL
    private let shop: Shop

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("example-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        shop = try Shop(path: folder.appendingPathComponent("shop.db").path)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private func events() async throws -> [String] {
        try await shop.pool.read { database in
            try String.fetchAll(database, sql: "SELECT event_id FROM outbox_event ORDER BY id")
        }
    }

    @Test("are kept together")
    func committed() async throws {
        let receipt = try await shop.take(Order(id: "ord-1", pieces: 2, email: "ada@example.com"))
        #expect(receipt.eventID == "ord-1" && !receipt.isDuplicate)
        #expect(try await shop.orders() == ["ord-1"])
        #expect(try await events() == ["ord-1"])
    }

    @Test("are rolled back together")
    func rolledBack() async throws {
        await #expect(throws: Shop.SoldOut.self) {
            try await self.shop.take(Order(id: "ord-1", pieces: 1_000_001, email: "ada@example.com"))
        }
        #expect(try await shop.orders() == [])
        #expect(try await events() == [])
        try await shop.take(Order(id: "ord-1", pieces: 1_000_000, email: "ada@example.com"))
        #expect(try await events() == ["ord-1"])
    }

    @Test(
        "arrive at TikTok's stand-in, by a worker beside the service",
        .enabled(if: OutboxBinary.path != nil, "needs the binary: swift build --product outbox, or OUTBOX_BINARY"))
    func delivered() async throws {
        let outbox = OutboxBinary(folder: folder)
        let sandbox = try outbox.start("sandbox", "--port", "0", output: "sandbox.txt")
        defer { sandbox.terminate() }
        try await eventually("the sandbox's address") { try outbox.text(of: "sandbox.txt").hasSuffix("\n") }
        let port = try #require(try outbox.text(of: "sandbox.txt").dropLast().split(separator: ":").last)
        let configuration = """
            version: 1
            database: shop.db
            sources: {shop: {}}
            destinations:
              main:
                event_source: web
                event_source_id: C4KTESTAAAA000000000
                access_token: {env: TIKTOK_ACCESS_TOKEN}
                endpoint: http://127.0.0.1:\(port)/open_api/v1.3/event/track/
                mode: live
                consent: {require: [marketing]}
            """
        try Data(configuration.utf8).write(to: folder.appendingPathComponent("outbox.yml"))
        let worker = try outbox.start("serve", output: "worker.txt")
        defer { worker.terminate() }

        try await shop.take(Order(id: "ord-1", pieces: 2, email: "ada@example.com"))
        await #expect(throws: Shop.SoldOut.self) {
            try await self.shop.take(Order(id: "ord-2", pieces: 5_000_000, email: "bob@example.com"))
        }
        try await shop.take(Order(id: "ord-3", pieces: 1, email: "eve@example.com"))
        let sql = "SELECT count(*) FROM outbox_delivery WHERE state = 1"
        try await eventually("both deliveries") {
            try await self.shop.pool.read { try Int.fetchOne($0, sql: sql) } == 2
        }
        let sent = try await shop.pool.read { database in
            try String.fetchAll(database, sql: "SELECT sent_event_id FROM outbox_delivery ORDER BY event")
        }
        #expect(sent == ["ord-1", "ord-3"])
    }
}
