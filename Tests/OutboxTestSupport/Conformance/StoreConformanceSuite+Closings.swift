import OutboxCore

extension StoreConformanceSuite {
    static let closingClaims = [
        StoreClaim("every kind of outcome is recorded in one closing", recordsEveryOutcome),
        StoreClaim("the answer goes on record with the request's and the answer's bodies", keepsTheAnswer),
        StoreClaim("bodies come with the newest attempt of a delivery", keepsBodiesOfTheNewest),
        StoreClaim("an empty request is not kept", keepsNoEmptyBody),
        StoreClaim("the first attempt that may have arrived is remembered", remembersTheFirstSending),
        StoreClaim("the first opening is remembered with the time spent paused until then", remembersTheFirstOpening),
        StoreClaim("several closings at once are all recorded", closesAtOnce),
        StoreClaim("an answer recorded twice counts once", closesOnce),
        StoreClaim("a closing can pause the destination in the same transaction", pausesWhileClosing),
        StoreClaim("what was delivered is never claimed again", deliveredIsDone),
    ]

    private static func recordsEveryOutcome(_ bench: StoreWorkbench) async throws {
        let numbers = try await bench.enqueue(7)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let later = bench.clock.now + .seconds(60)
        let nexts: [DeliveryOutcome.Next] = [
            .delivered(nil), .delivered(.warnings), .delivered(.validated), .failed(.rejected),
            .queued(.retry, dueAt: later), .queued(.live, dueAt: bench.clock.now), .skipped(.tooOld),
        ]
        var outcomes = zip(claimed, nexts).map { StoreWorkbench.outcome($0, $1) }
        outcomes[3].detail = "data[3].properties.value: is negative"
        outcomes[5].verdict = .notTaken
        outcomes[5].spendsAttempt = false
        outcomes[5].mayHaveArrived = false
        try await bench.close(attempt, of: lane, answer: Answer(.deliveredWithWarnings, httpStatus: 200), outcomes)
        let status = try await bench.status()
        try expectEqual(
            [status.delivered, status.deliveredWithWarnings, status.validated, status.failed, status.retrying],
            [1, 1, 1, 1, 1], "delivered, with warnings, validated, failed, retrying")
        try expectEqual([status.queued, status.skipped, status.sending], [1, 1, 0], "queued, skipped, sending")
        for (number, outcome) in zip(numbers, outcomes) {
            let delivery = try await bench.delivery(number)
            try expectEqual(delivery.attemptsSpent, outcome.spendsAttempt ? 1 : 0, "attempts spent of \(outcome.next)")
            try expectEqual(delivery.tiktokEvent, "CompletePayment", "TikTok event of \(outcome.next)")
            try expectEqual(delivery.sentEventID, outcome.sentEventID, "sent event_id of \(outcome.next)")
            let verdicts = delivery.attempts.map(\.verdict)
            try expectEqual(verdicts, outcome.verdict.map { [$0] } ?? verdicts, "verdicts of \(outcome.next)")
        }
        let rejected = try await bench.delivery(numbers[3])
        try expectEqual(rejected.reason, .rejected, "reason")
        try expectEqual(rejected.detail, outcomes[3].detail, "detail")
        try expectEqual(rejected.attempts.first?.position, 3, "position")
        try expectEqual(try await bench.delivery(numbers[4]).dueAt, later, "due time of the retry")
        let again = try await bench.claim(lane)
        try expectEqual(again.map(\.key.event), [numbers[5]], "what is due at once")
        try expectEqual(again.first?.firstSentAt, nil, "first sending of what was not taken")
    }

    private static func keepsTheAnswer(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        var random = SeededRandom(seed: 5)
        let request = (0..<200_000).map { _ in UInt8.random(in: 0x20...0x7E, using: &random) }
        let response = Array(#"{"code":0,"message":"OK","request_id":"2026"}"#.utf8)
        let answer = Answer(
            .delivered, httpStatus: 200, code: 0, message: "OK", requestID: "2026", duration: .milliseconds(37),
            request: request, response: response)
        try await bench.close(attempt, of: lane, answer: answer, [StoreWorkbench.outcome(claimed[0], .delivered(nil))])
        let attempts = try await bench.delivery(number).attempts
        let stored = try require(attempts.first, "the attempt")
        try expectEqual(stored.id, attempt, "number")
        try expectEqual(stored.httpStatus, 200, "HTTP status")
        try expectEqual(stored.code, 0, "code")
        try expectEqual(stored.message, "OK", "message")
        try expectEqual(stored.requestID, "2026", "request_id")
        try expectEqual(stored.durationMilliseconds, 37, "duration")
        try expectEqual(stored.configuration, "abababab", "configuration")
        try expectEqual(stored.verdict, .delivered, "verdict")
        try expect(stored.request == request, "the request's body comes back as it was sent")
        try expect(stored.response == response, "the answer's body comes back as it came")
    }

    private static func keepsBodiesOfTheNewest(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        for turn in 1...3 {
            let claimed = try await bench.claim(lane)
            let attempt = try await bench.open(claimed.map(\.key), of: lane)
            let answer = Answer(
                .tryLater(after: .zero), httpStatus: 503, request: Array("request \(turn)".utf8),
                response: Array("response \(turn)".utf8))
            try await bench.close(
                attempt, of: lane, answer: answer,
                claimed.map { StoreWorkbench.outcome($0, .queued(.retry, dueAt: bench.clock.now)) })
            bench.clock.advance(by: .seconds(1))
        }
        let delivery = try await bench.delivery(number)
        let attempts = delivery.attempts
        try expectEqual(attempts.map(\.openedAt), attempts.map(\.openedAt).sorted(), "oldest first")
        try expectEqual(attempts.map { $0.request != nil }, [false, false, true], "attempts with a request")
        try expectEqual(attempts.last?.request, Array("request 3".utf8), "request")
        try expectEqual(attempts.last?.response, Array("response 3".utf8), "response")
        try expectEqual(delivery.attemptsSpent, 3, "attempts spent")
    }

    private static func keepsNoEmptyBody(_ bench: StoreWorkbench) async throws {
        let number = try await bench.enqueue(1)[0]
        let lane = try await bench.takeOver().lane
        try await bench.work(lane)
        let attempt = try await bench.delivery(number).attempts.first
        try expectEqual(attempt?.request, nil, "request")
    }

    private static func remembersTheFirstSending(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        let surelyNot = try await bench.claim(lane)
        let refused = try await bench.open(surelyNot.map(\.key), of: lane)
        var outcome = StoreWorkbench.outcome(surelyNot[0], .queued(.retry, dueAt: bench.clock.now))
        outcome.mayHaveArrived = false
        try await bench.close(refused, of: lane, [outcome])
        bench.clock.advance(by: .seconds(10))
        let openedAt = bench.clock.now
        let maybe = try await bench.claim(lane)
        try expectEqual(maybe.first?.firstSentAt, nil, "first sending when nothing can have arrived")
        let attempt = try await bench.open(maybe.map(\.key), of: lane)
        bench.clock.advance(by: .seconds(30))
        try await bench.close(
            attempt, of: lane, [StoreWorkbench.outcome(maybe[0], .queued(.retry, dueAt: bench.clock.now))])
        bench.clock.advance(by: .seconds(10))
        let again = try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now))
        try expectEqual(again.first?.firstSentAt, openedAt, "first sending: the opening, not the closing")
        let last = try await bench.claim(lane).first
        try expectEqual(last?.firstSentAt, openedAt, "first sending after another one")
        try expectEqual(last?.attempts, 3, "attempts spent")
    }

    private static func remembersTheFirstOpening(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(1)
        let lane = try await bench.takeOver().lane
        try await pauseFor(.seconds(100), bench)
        let fresh = try await bench.claim(lane)
        try expectEqual(fresh.first?.firstOpenedAt, nil, "first opening of what was never opened")
        await bench.store.release(fresh.map(\.key.event), of: lane)
        let openedAt = bench.clock.now
        try await bench.work(lane, .queued(.retry, dueAt: bench.clock.now))
        try await pauseFor(.seconds(50), bench)
        let claim = try await bench.store.claim(lane, limit: 10, now: bench.clock.now)
        try expectEqual(claim.deliveries.first?.firstOpenedAt, openedAt, "first opening")
        try expectEqual(
            claim.deliveries.first?.pausedMillisecondsAtFirstOpening, 100_000, "time spent paused before it")
        try expectEqual(claim.status.pausedMilliseconds, 150_000, "time spent paused, all told")
    }

    static func pauseFor(_ duration: Duration, _ bench: StoreWorkbench) async throws {
        let pause = Pause(cause: .operator, by: "ann", why: "", at: bench.clock.now)
        _ = try await bench.store.pause(destination: "main", pause: pause)
        bench.clock.advance(by: duration)
        _ = try await bench.store.resume(destination: "main", by: "ann", why: "", at: bench.clock.now)
    }

    private static func closesAtOnce(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(40, from: "backend")
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for part in 0..<8 {
                let members = Array(claimed[part * 5..<part * 5 + 5])
                group.addTask {
                    let attempt = try await bench.open(members.map(\.key), of: lane)
                    let next = part.isMultiple(of: 2) ? DeliveryOutcome.Next.delivered(nil) : .failed(.rejected)
                    try await bench.close(attempt, of: lane, members.map { StoreWorkbench.outcome($0, next) })
                }
            }
            try await group.waitForAll()
        }
        let status = try await bench.status()
        try expectEqual([status.delivered, status.failed, status.sending], [20, 20, 0], "delivered, failed, sending")
    }

    private static func closesOnce(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let outcomes = claimed.map { StoreWorkbench.outcome($0, .delivered(nil)) }
        try await bench.close(attempt, of: lane, outcomes)
        try? await bench.close(attempt, of: lane, outcomes)
        try expectEqual(try await bench.status().delivered, 2, "delivered")
        let failures = claimed.map { StoreWorkbench.outcome($0, .failed(.rejected)) }
        try? await bench.close(attempt, of: lane, failures)
        try expectEqual(try await bench.status().delivered, 2, "delivered")
        try expectEqual(try await bench.status().failed, 0, "failed")
    }

    private static func pausesWhileClosing(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(2)
        let lane = try await bench.takeOver().lane
        let claimed = try await bench.claim(lane, 1)
        let attempt = try await bench.open(claimed.map(\.key), of: lane)
        let pause = Pause(cause: .credentials, by: "outbox", why: "40105: wrong token", at: bench.clock.now)
        var outcome = StoreWorkbench.outcome(claimed[0], .queued(.live, dueAt: bench.clock.now))
        outcome.verdict = .credentials
        outcome.spendsAttempt = false
        outcome.mayHaveArrived = false
        try await bench.close(attempt, of: lane, answer: Answer(.credentials), [outcome], pause: pause)
        let status = try await bench.status()
        try expectEqual(status.pause, pause, "pause")
        try expectEqual(status.state, .paused, "state")
        try expectEqual(status.paused, 2, "standing still")
        try await bench.store.setPause(nil, of: lane, at: bench.clock.now)
        try expectEqual(try await bench.claim(lane).count, 2, "claimed after the pause")
    }

    private static func deliveredIsDone(_ bench: StoreWorkbench) async throws {
        try await bench.enqueue(3)
        let lane = try await bench.takeOver().lane
        try await bench.work(lane)
        try expect(try await bench.claim(lane).isEmpty, "nothing is left")
        try await bench.kill(bench.store)
        let other = try await bench.anotherProcess()
        let next = try await bench.takeOver(by: other).lane
        try expect(try await bench.claim(next, by: other).isEmpty, "nothing is left for the next owner")
        try expectEqual(try await bench.status().delivered, 3, "delivered")
    }
}
