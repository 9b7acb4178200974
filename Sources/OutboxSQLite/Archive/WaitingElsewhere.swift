import GRDB
import OutboxCore

/// What waits in class live at other destinations when an event is routed late to one more.
///
/// It goes on in class bulk: a claim of that class asks what was sent for others, which one of class live is spared. So
/// whichever is sent second knows of the first.
struct WaitingElsewhere {
    /// The destination that the events are routed to.
    let destination: Int64
    private var beingSent: [Int64: Set<EventNumber>] = [:]
    private var changed: Set<Int64> = []

    init(than destination: Int64) {
        self.destination = destination
    }

    /// Moves what waits of one event, but not what is being sent: that counts as sent already.
    mutating func moveToBulk(
        _ event: Int64, of source: SourceID, counting counters: inout CounterDeltas, in database: Database
    ) throws {
        let find = """
            SELECT d.destination FROM outbox_destination AS o
            CROSS JOIN outbox_delivery AS d ON d.destination = o.id AND d.event = ?
            WHERE o.id <> ? AND d.state = \(DeliveryState.queued.rawValue) AND d.class = \(DeliveryClass.live.rawValue)
            """
        let others = try Int64.fetchAll(database.cachedStatement(sql: find), arguments: [event, destination])
        for other in others {
            let members = try beingSent[other] ?? OpenAttempts(at: other, in: database).members
            beingSent[other] = members
            guard !members.contains(EventNumber(event)) else { continue }
            let move = """
                UPDATE outbox_delivery SET class = \(DeliveryClass.bulk.rawValue) WHERE destination = ? AND event = ?
                """
            try database.cachedStatement(sql: move).execute(arguments: [other, event])
            let id = DestinationID(other)
            counters.addQueued(-1, source: source, destination: id, .live)
            counters.addQueued(1, source: source, destination: id, .bulk)
            changed.insert(other)
        }
    }

    /// Lets the owners of the lanes know, who may hold what was moved.
    func tellOwners(_ database: Database) throws {
        let tell = try database.cachedStatement(
            sql: "UPDATE outbox_destination SET revision = revision + 1 WHERE id = ?")
        for other in changed.sorted() { try tell.execute(arguments: [other]) }
    }
}
