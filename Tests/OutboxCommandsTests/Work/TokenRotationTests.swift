import OutboxConfiguration
import OutboxCore
import OutboxTestSupport
import OutboxWorker
import Testing

@testable import OutboxCommands

@Suite("Tokens in rotation")
struct TokenRotationTests {
    private let environment = ["OLD": "0123456789abcdef0123456789abcdef", "NEW": "fedcba9876543210fedcba9876543210"]

    private func rotation(second: SecretReference?) throws -> TokenRotation {
        var settings = DestinationSettings(
            name: "main", eventSource: .web, eventSourceID: "C4K", accessToken: .environment("OLD"), listensTo: [])
        settings.secondAccessToken = second
        return try TokenRotation(settings, path: "destinations.main", environment: environment)
    }

    @Test("One token alone is no rotation")
    func one() throws {
        let rotation = try rotation(second: nil)
        #expect(rotation.lane == nil)
        #expect(rotation.token == environment["OLD"])
    }

    @Test("A refused token gives way to the other one, and both refused begin anew with the first")
    func two() throws {
        let rotation = try rotation(second: .environment("NEW"))
        let lane = try #require(rotation.lane)
        let first = lane.inUse()
        let second = try #require(lane.replace(first))
        #expect(rotation.token == environment["NEW"])
        // A late answer to a request with the first one changes nothing.
        #expect(lane.replace(first) == second)
        #expect(rotation.token == environment["NEW"])
        #expect(lane.replace(second) == nil)
        #expect(rotation.token == environment["OLD"])
        #expect(lane.inUse() == first)
    }

    @Test("The digest of both changes with either, and a changed file takes the refusals back")
    func files() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("0123456789abcdef0123456789abcdef", to: "token")
        let rotation = try rotation(second: .file(file))
        let before = rotation.digest
        let lane = try #require(rotation.lane)
        _ = lane.replace(lane.inUse())
        try folder.write("00112233445566778899aabbccddeeff", to: "token")
        let digest = try #require(rotation.refresh())
        #expect(digest != before)
        #expect(rotation.digest == digest)
        #expect(rotation.token == environment["OLD"])
    }

    @Test("A token that is missing is named with its place")
    func missing() {
        let error = #expect(throws: CommandFailure.self) { try rotation(second: .environment("NONE")) }
        #expect(error?.path == "destinations.main.access_tokens[1]")
    }
}
