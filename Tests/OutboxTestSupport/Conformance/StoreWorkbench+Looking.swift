import OutboxCore

extension StoreWorkbench {
    /// The history of one event by its number.
    func history(_ number: EventNumber, in store: (any CompleteStore)? = nil) async throws -> EventHistory {
        let looking = try await looking()
        let histories = try await (store ?? looking).histories(of: .number(number))
        return try require(histories.first, "history of #\(number)")
    }

    /// One delivery as it is on record.
    func delivery(_ number: EventNumber, at destination: String = "main") async throws -> StoredDelivery {
        let history = try await history(number)
        return try require(
            history.deliveries.first { $0.destination == destination }, "delivery of #\(number) at \(destination)")
    }

    /// The numbers of one destination.
    func status(_ destination: String = "main") async throws -> DestinationStatus {
        let report = try await report()
        return try require(report.destinations.first { $0.name == destination }, "status of \(destination)")
    }

    func report() async throws -> StatusReport {
        try await looking().status(destinations: Self.destinations, now: clock.now)
    }

    /// Counts every row through list and histories, and compares with what the counters say.
    func expectCountersAreTheTruth() async throws {
        let store = try await looking()
        let report = try await report()
        let rows = try await store.list(DeliverySelection(), limit: 100_000)
        try expectEqual(
            report.events, Set(rows.map(\.number)).count, "events accepted, by the counters and by the rows")
        let homeless = rows.count { $0.destination == nil }
        try expectEqual(report.unrouted + report.unfanned, homeless, "events without a delivery, by counters and rows")
        for status in report.destinations {
            let here = rows.filter { $0.destination == status.name }
            var counted = DestinationStatus(name: status.name, state: status.state)
            for row in here { try await count(row, in: &counted) }
            try expectSameCounts(status, counted)
            try expectEqual(here.count, Self.total(of: status), "deliveries ever routed to \(status.name)")
            let standing = status.state == .paused ? status.queued + status.retrying : 0
            try expectEqual(status.paused, standing, "what stands still at \(status.name)")
        }
    }

    static func total(of status: DestinationStatus) -> Int {
        let waiting = status.queued + status.retrying + status.sending
        let delivered = status.delivered + status.deliveredWithWarnings + status.validated
        return waiting + delivered + status.skipped + status.dryRun + status.failed + status.cancelled
    }

    private func count(_ row: DeliverySummary, in status: inout DestinationStatus) async throws {
        switch (row.state, row.reason) {
        case (.queued, _):
            if try await delivery(row.number, at: status.name).isBeingSent {
                status.sending += 1
            } else if row.deliveryClass == .retry {
                status.retrying += 1
            } else {
                status.queued += 1
            }
        case (.delivered, .warnings): status.deliveredWithWarnings += 1
        case (.delivered, .validated): status.validated += 1
        case (.delivered, _): status.delivered += 1
        case (.skipped, .dryRun): status.dryRun += 1
        case (.skipped, _): status.skipped += 1
        case (.failed, _): status.failed += 1
        case (.cancelled, _): status.cancelled += 1
        case (nil, _): throw unexpected("a delivery without a state: \(row)")
        }
    }

    private func expectSameCounts(_ status: DestinationStatus, _ counted: DestinationStatus) throws {
        let fields: [(String, KeyPath<DestinationStatus, Int>)] = [
            ("queued", \.queued), ("retrying", \.retrying), ("sending", \.sending), ("delivered", \.delivered),
            ("delivered_with_warnings", \.deliveredWithWarnings), ("validated", \.validated), ("skipped", \.skipped),
            ("dry_run", \.dryRun), ("failed", \.failed), ("cancelled", \.cancelled),
        ]
        for (name, field) in fields {
            try expectEqual(
                status[keyPath: field], counted[keyPath: field], "\(name) at \(status.name), against the rows")
        }
    }

    func unexpected(_ words: String) -> ClaimFailure {
        ClaimFailure(words, fileID: #fileID, filePath: #filePath, line: #line, column: #column)
    }

    /// Ends the claim unless the body throws `StoreError.laneLost`.
    func expectLaneLost(
        _ words: String, fileID: String = #fileID, filePath: String = #filePath, line: Int = #line,
        column: Int = #column, _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch StoreError.laneLost {
            return
        }
        throw ClaimFailure(
            "\(words) by an owner of the past should be refused, and was not", fileID: fileID, filePath: filePath,
            line: line, column: column)
    }
}
