import Logging
import OutboxCore

extension StoreError {
    /// Whether waiting helps: the disk is full, or somebody else holds the lock.
    var isTransient: Bool {
        switch self {
        case .busy, .diskFull, .locked: true
        case .laneLost, .laneOwned, .newerSchema, .migrationChanged, .missing, .corrupt, .notWritable, .inputOutput,
            .closed, .database:
            false
        }
    }
}

// Writes that must not be lost, and what becomes of the lane when one fails.
extension LaneRun {
    /// Repeats a write for as long as the disk is full or locked; nothing new is opened meanwhile.
    ///
    /// - Throws: any other error, and `CancellationError` when the lane is cut off.
    func persist<Value: Sendable>(_ write: @Sendable () async throws -> Value) async throws -> Value {
        while true {
            do {
                return try await write()
            } catch let error as StoreError where error.isTransient {
                // Of a lane that is cut off already nobody would end the wait.
                try throwIfCutOff()
                block(because: error)
                blockedWrites += 1
                await withCheckedContinuation { retryWaiters.append($0) }
                blockedWrites -= 1
                try throwIfCutOff()
            }
        }
    }

    private func throwIfCutOff() throws {
        if isCutOff || Task.isCancelled { throw CancellationError() }
    }

    /// Lets writes that wait try again.
    func resumeRetries() {
        let waiters = retryWaiters
        retryWaiters = []
        for waiter in waiters { waiter.resume() }
    }

    /// Lets the store be for a while.
    func block(because error: StoreError) {
        if storeBlockedUntil == nil {
            context.logger.error("database cannot be written now", metadata: ["error": "\(error)"])
        }
        storeBlockedUntil = context.clock.moment() + Self.storeRetryInterval
        context.signals.wake()
    }

    /// Ends the lane's run after an error that no waiting helps against.
    func fail(_ error: any Error) {
        if case StoreError.laneLost = error {
            if !isLost { context.logger.error("lane was taken over by another process") }
            isLost = true
        } else if failure == nil, !(error is CancellationError) {
            failure = error
        }
        context.signals.wake()
    }

    // MARK: The lane's own row

    /// Keeps the digest of the token in use; a new token ends a pause for credentials.
    func useToken(_ digest: String) async {
        do {
            if pause?.cause == .credentials {
                try await persist { [context, lane] in
                    try await context.store.setPause(nil, of: lane, at: context.clock.wall())
                }
                context.logger.notice("another token is in use: destination runs again")
                pause = nil
                schedule.restartCanary()
                hasChanges = true
            }
            let rate = keptRate
            try await persist { [context, lane] in
                try await context.store.keep(rate: rate, tokenDigest: digest, of: lane)
            }
            tokenDigest = digest
        } catch {
            fail(error)
        }
        isKeepingToken = false
    }

    /// The rate, where it has changed so much that the next process should know.
    func rateToKeep(at now: Moment) -> Action? {
        if let rateCheckAt, now < rateCheckAt { return nil }
        let rate = terms.rate.rateToKeep(at: now)
        guard rate != nil || keptRate != nil else {
            rateCheckAt = nil
            return nil
        }
        rateCheckAt = now + Self.rateInterval
        return differs(rate) ? .keepRate(rate) : nil
    }

    /// Keeps the rate.
    func keep(rate: Double?) async {
        do {
            try await context.store.keep(rate: rate, tokenDigest: tokenDigest, of: lane)
            keptRate = rate
        } catch {
            // Only a hint for the next process: what matters fails elsewhere.
            context.logger.debug("rate was not kept", metadata: ["error": "\(error)"])
        }
    }

    /// A jump of the wall clock, for the next process to know; not the little that a clock drifts.
    func jumpToKeep() -> Action? {
        guard hasJumped, !isKeepingSkipped else { return nil }
        isKeepingSkipped = true
        return .keepSkipped(milliseconds: skippedMilliseconds)
    }

    /// Keeps how far the wall clock jumped ahead.
    func keepSkipped(_ milliseconds: Int64) async {
        do {
            try await persist { [context, lane] in
                try await context.store.keep(skippedMilliseconds: milliseconds, of: lane)
            }
            keptSkippedMilliseconds = milliseconds
        } catch {
            fail(error)
        }
        isKeepingSkipped = false
    }

    /// Keeps a jump that came with the end.
    func keepJumpAtEnd() async {
        guard hasJumped else { return }
        try? await context.store.keep(skippedMilliseconds: skippedMilliseconds, of: lane)
    }

    private var hasJumped: Bool {
        skippedMilliseconds - keptSkippedMilliseconds >= Self.smallestJump.wholeMilliseconds
    }

    /// Keeps the rate as it was left.
    func keepRateAtEnd() async {
        let rate = terms.rate.rateToKeep(at: context.clock.moment())
        if differs(rate) { await keep(rate: rate) }
    }

    private func differs(_ rate: Double?) -> Bool {
        guard let rate, let keptRate else { return (rate == nil) != (keptRate == nil) }
        return abs(rate - keptRate) > keptRate / 10
    }
}
