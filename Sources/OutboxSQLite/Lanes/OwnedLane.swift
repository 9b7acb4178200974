import OutboxCore
import Synchronization

/// A lane that this store owns: its lock, and what it holds.
final class OwnedLane: Sendable {
    /// What changes while the lane is worked.
    struct Holdings {
        var claims = HeldClaims()
        var shares = ClassShares()
    }

    /// The lane at the epoch of this owner.
    let lane: Lane
    /// What is claimed.
    let holdings = Mutex(Holdings())
    private let lock: LaneLock

    /// Keeps the lock for as long as it lives.
    init(lane: Lane, lock: LaneLock) {
        self.lane = lane
        self.lock = lock
    }

    /// Lets others own the lane.
    func unlock() {
        lock.release()
    }

    /// Lets go of deliveries whose outcomes are on disk: those that wait again can be claimed again.
    func finish(_ outcomes: [DeliveryOutcome]) {
        holdings.withLock { holdings in
            for outcome in outcomes {
                switch outcome.next {
                case .queued(let deliveryClass, let dueAt):
                    holdings.claims.requeue(outcome.key.event, as: deliveryClass, dueAt: dueAt)
                case .delivered, .skipped, .failed:
                    holdings.claims.drop(CollectionOfOne(outcome.key.event))
                }
            }
        }
    }
}
