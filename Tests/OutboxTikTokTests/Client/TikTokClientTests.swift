import OutboxCore
import OutboxSandbox
import OutboxTestSupport
import Testing

@testable import OutboxTikTok

@Suite("A batch sent to the sandbox", .timeLimit(.minutes(1)))
struct TikTokClientTests {
    @Test("arrives as it was rendered, and its answer is on record whole")
    func delivered() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            let batch = Sending.batch(3)
            let answer = await client.send(batch, to: destination)
            #expect(answer.answerClass == .delivered)
            #expect(answer.httpStatus == 200)
            #expect(answer.code == 0)
            #expect(answer.message == "OK")
            #expect(answer.requestID == "sandbox-1")
            #expect(answer.mayHaveArrived)
            #expect(answer.duration > .zero)
            #expect(answer.request == destination.envelope(testEventCode: nil).body(batch.events))
            #expect(String(decoding: answer.response, as: UTF8.self).hasPrefix(#"{"code":0,"#))
            let tally = try JSONDocument(sandbox.tally).root
            #expect(tally["distinct"]?.integer == 3)
            #expect(tally["value"]?["USD"]?.decimal == ExactDecimal("37.5"))
            #expect(tally["num_items"]?.integer == 6)
        }
    }

    @Test("under a test code counts as a test")
    func testCode() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            let answer = await client.send(Sending.batch(2, testEventCode: "TEST1"), to: destination)
            #expect(answer.answerClass == .delivered)
            let tally = try JSONDocument(sandbox.tally).root
            #expect(tally["test_events"]?.integer == 2)
            #expect(tally["distinct"]?.integer == 0)
        }
    }

    @Test("with one bad event names its position; without a position somebody is refused, a single event itself")
    func refused() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            var batch = Sending.batch(5)
            batch.events[3] = Sending.event("12345")
            var answer = await client.send(batch, to: destination)
            #expect(answer.answerClass == .eventRefused(index: 3))
            #expect(answer.code == 40002)
            #expect(answer.message == "Invalid value for data. 3 .event_id: not a valid string.")
            #expect(!answer.mayHaveArrived)

            try sandbox.setFaults(Array(#"{"index":false}"#.utf8))
            answer = await client.send(batch, to: destination)
            #expect(answer.answerClass == .someoneRefused)
            batch.events = [batch.events[3]]
            answer = await client.send(batch, to: destination)
            #expect(answer.answerClass == .eventRefused(index: 0))
            #expect(try JSONDocument(sandbox.tally).root["events"]?.integer == 0)
        }
    }

    @Test("that only TikTok refuses is refused by its id")
    func refusedByID() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            try sandbox.setFaults(Array(#"{"refuse_event_ids":["e1"]}"#.utf8))
            let answer = await client.send(Sending.batch(3), to: destination)
            #expect(answer.answerClass == .eventRefused(index: 1))
        }
    }

    @Test("with more than 1,000 events is too big")
    func tooBig() async throws {
        try await Sending.withSandbox { _, client, destination in
            let answer = await client.send(Sending.batch(1001), to: destination)
            #expect(answer.answerClass == .tooBig)
            #expect(!answer.mayHaveArrived)
        }
    }

    @Test("with a wrong token or to an unknown pixel is a matter of credentials")
    func credentials() async throws {
        var settings = SandboxSettings()
        settings.token = Sending.token
        settings.eventSourceID = "C4KEXAMPLE0000000000"
        try await Sending.withSandbox(settings, token: "WRONG") { _, client, destination in
            var answer = await client.send(Sending.batch(), to: destination)
            #expect(answer.answerClass == .credentials)
            #expect(answer.code == 40105)
            #expect(!answer.mayHaveArrived)
            var right = destination
            right.accessToken = { Sending.token }
            #expect(await client.send(Sending.batch(), to: right).answerClass == .delivered)
            right.eventSourceID = "OTHER"
            answer = await client.send(Sending.batch(), to: right)
            #expect(answer.answerClass == .credentials)
            #expect(answer.code == 40001)
        }
    }

    @Test("with an envelope that TikTok refuses, or to a wrong path, is a matter of configuration")
    func configuration() async throws {
        try await Sending.withSandbox { _, client, destination in
            var wrong = destination
            wrong.eventSourceID = ""
            #expect(await client.send(Sending.batch(), to: wrong).answerClass == .configuration)
            wrong = destination
            wrong.endpoint = try TikTokEndpoint(destination.endpoint.url + "nowhere/")
            let answer = await client.send(Sending.batch(), to: wrong)
            #expect(answer.answerClass == .configuration)
            #expect(answer.httpStatus == 404)
        }
    }

    @Test(
        "is classified whatever the sandbox does to it",
        arguments: [
            (Fault.rateLimit, AnswerClass.rateLimited, false, 0),
            (.http429, .rateLimited, false, 0),
            (.serverError, .tryLater(after: .seconds(300)), true, 0),
            (.badGateway, .tryLater(after: .zero), true, 0),
            (.partial, .deliveredWithWarnings, true, 2),
            (.garbage, .tryLater(after: .zero), true, 2),
            (.resetBefore, .tryLater(after: .zero), true, 0),
            (.resetAfter, .tryLater(after: .zero), true, 2),
            (.slow, .delivered, true, 2),
        ]
    )
    func faults(fault: Fault, expected: AnswerClass, mayHaveArrived: Bool, taken: Int64) async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            try sandbox.setFaults(Array(#"{"slow_ms":30,"next":["\#(fault.rawValue)"]}"#.utf8))
            let answer = await client.send(Sending.batch(2), to: destination)
            #expect(answer.answerClass == expected)
            #expect(answer.mayHaveArrived == mayHaveArrived)
            #expect(!answer.isUnknownCode)
            #expect(answer.message != nil)
            if fault == .http429 { #expect(answer.retryAfter == .seconds(1)) }
            if fault == .slow { #expect(answer.duration >= .milliseconds(30)) }
            #expect(try JSONDocument(sandbox.tally).root["events"]?.integer == taken)
            // And the next one goes through.
            #expect(await client.send(Sending.batch(2), to: destination).answerClass == .delivered)
        }
    }

    @Test("that is never answered ends at the request's time limit, not at the sandbox's")
    func hang() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            try sandbox.setFaults(Array(#"{"next":["hang"]}"#.utf8))
            var short = destination
            short.requestTimeout = .milliseconds(150)
            let answer = await client.send(Sending.batch(2), to: short)
            #expect(answer.answerClass == .tryLater(after: .zero))
            #expect(answer.mayHaveArrived)
            #expect(answer.message == "no complete answer in time")
            #expect(answer.duration >= .milliseconds(150))
            #expect(answer.duration < .seconds(5))
            #expect(try JSONDocument(sandbox.tally).root["events"]?.integer == 0)
        }
    }

    @Test("of a thousand events in each of many requests at once all arrive once")
    func many() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            let answers = await withTaskGroup(of: AnswerClass.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        await client.send(Sending.batch(1000, first: number * 1000), to: destination).answerClass
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers == Array(repeating: .delivered, count: 20))
            let tally = try JSONDocument(sandbox.tally).root
            #expect(tally["distinct"]?.integer == 20_000)
            #expect(tally["max_batch"]?.integer == 1000)
            #expect(tally["value"]?["USD"]?.decimal == ExactDecimal("250000"))
        }
    }

    @Test("after the client's end is not sent")
    func shutDown() async throws {
        try await Sending.withSandbox { sandbox, client, destination in
            await client.shutDown()
            let answer = await client.send(Sending.batch(), to: destination)
            #expect(answer.answerClass == .tryLater(after: .zero))
            #expect(!answer.mayHaveArrived)
            let requests = try JSONDocument(sandbox.tally).root["requests"]
            #expect(requests?.integer == 0)
        }
    }
}
