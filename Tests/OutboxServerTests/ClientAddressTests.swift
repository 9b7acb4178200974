import NIOHTTP1
import OutboxCore
import OutboxIntake
import OutboxSQLite
import OutboxTestSupport
import Testing

@testable import OutboxServer

@Suite("Whose address a connection has")
struct ClientAddressTests {
    /// Who connected, what the proxies wrote, whose word is taken, and whom it is.
    struct Row: Sendable {
        let peer: String
        let forwarded: [String]
        let trusted: [String]
        let client: String?
    }

    static let rows: [Row] = [
        Row(peer: "198.51.101.7", forwarded: [], trusted: [], client: "198.51.101.7"),
        // Nobody is trusted: what stands in the header is the client's own word.
        Row(peer: "198.51.101.7", forwarded: ["8.8.8.8"], trusted: [], client: "198.51.101.7"),
        Row(peer: "10.0.0.1", forwarded: ["8.8.8.8"], trusted: [], client: nil),
        Row(peer: "10.0.0.1", forwarded: ["8.8.8.8"], trusted: ["10.0.0.0/8"], client: "8.8.8.8"),
        Row(peer: "10.0.0.1", forwarded: ["1.1.1.1, 8.8.8.8"], trusted: ["10.0.0.0/8"], client: "8.8.8.8"),
        Row(peer: "10.0.0.1", forwarded: ["8.8.8.8, 10.0.0.2"], trusted: ["10.0.0.0/8"], client: "8.8.8.8"),
        Row(
            peer: "10.0.0.1", forwarded: ["1.1.1.1", "8.8.8.8", "10.0.0.2"], trusted: ["10.0.0.0/8"],
            client: "8.8.8.8"),
        Row(peer: "10.0.0.1", forwarded: ["8.8.8.8, unknown"], trusted: ["10.0.0.0/8"], client: nil),
        Row(peer: "10.0.0.1", forwarded: ["8.8.8.8, 192.168.1.1"], trusted: ["10.0.0.0/8"], client: nil),
        Row(peer: "10.0.0.1", forwarded: [], trusted: ["10.0.0.0/8"], client: nil),
        Row(peer: "10.0.0.1", forwarded: ["10.0.0.9"], trusted: ["10.0.0.0/8"], client: nil),
        Row(peer: "::1", forwarded: ["2a00:1450::1"], trusted: ["::1"], client: "2a00:1450::1"),
        Row(peer: "::ffff:10.0.0.1", forwarded: ["8.8.8.8"], trusted: ["10.0.0.1"], client: "8.8.8.8"),
    ]

    @Test("The rightmost address that is no trusted proxy's, if it is public", arguments: rows.indices)
    func found(_ index: Int) throws {
        let row = Self.rows[index]
        var headers = HTTPHeaders()
        for value in row.forwarded { headers.add(name: "X-Forwarded-For", value: value) }
        let request = HTTPRequest(method: "POST", target: "/v1/events", headers: headers, peer: row.peer)
        let trusted = try row.trusted.map { try #require(AddressRange($0)) }
        #expect(ClientAddress.find(request, trustedProxies: trusted) == row.client, "\(row)")
    }

    @Test("The event has it only where the source says so, and then marked")
    func event() async throws {
        for takes in [false, true] {
            var options = RunningServer.Options()
            options.takesConnectionAddress = takes
            options.trustedProxies = [try #require(AddressRange("127.0.0.0/8"))]
            try await RunningServer.with(options) { server in
                let forwarded = ["X-Forwarded-For": "8.8.8.8"]
                _ = try await server.post(RunningServer.event("bare"), forwarded)
                _ = try await server.post(
                    RunningServer.event("own", name: "purchase", #","context":{"device":{"ip":"1.1.1.1"}}"#), forwarded)
                _ = try await server.post(
                    RunningServer.event("page", name: "purchase", #","context":{"page":{"url":"https://a.example/"}}"#),
                    forwarded)
                var addresses: [String?] = []
                var marks: [Bool] = []
                for number in 1...3 {
                    let history = try await server.store.histories(of: .number(EventNumber(Int64(number)))).first
                    let record = try EventRecord(try #require(history?.event.record))
                    addresses.append(record.event["context"]?["device"]?["ip"]?.string)
                    marks.append(record.marks.contains(.connectionAddress))
                }
                #expect(addresses == (takes ? ["8.8.8.8", "1.1.1.1", "8.8.8.8"] : [nil, "1.1.1.1", nil]))
                #expect(marks == (takes ? [true, false, true] : [false, false, false]))
                let again = try await server.post(RunningServer.event("none"), ["X-Forwarded-For": "9.9.9.9"])
                #expect(again.json?["events"]?[0]?["warnings"]?.count == 0, "the address is not the event's own")
            }
        }
    }
}
