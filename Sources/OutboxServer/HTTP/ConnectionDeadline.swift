import NIOCore

/// When a connection's time is over, which every request moves several times.
///
/// Moving it costs a look at the clock: the event loop is asked for a call at the earliest moment only, and where the
/// deadline has moved on by then, for another one. Confined to the event loop.
final class ConnectionDeadline {
    private let eventLoop: any EventLoop
    private let isOver: () -> Void
    private var deadline = NIODeadline.distantFuture
    private var call: (at: NIODeadline, scheduled: Scheduled<Void>)?

    /// Without a deadline.
    ///
    /// - Parameter isOver: called when the deadline has passed; retained as long as this is.
    init(on eventLoop: any EventLoop, isOver: @escaping () -> Void) {
        (self.eventLoop, self.isOver) = (eventLoop, isOver)
    }

    /// Lets so much time pass from now on.
    func set(in time: Duration) {
        deadline = .now() + TimeAmount(time)
        if let call {
            guard deadline < call.at else { return }
            call.scheduled.cancel()
        }
        schedule()
    }

    /// Lets any time pass.
    func drop() {
        deadline = .distantFuture
    }

    /// Ends it.
    func cancel() {
        drop()
        call?.scheduled.cancel()
        call = nil
    }

    private func schedule() {
        call = (deadline, eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.look() })
    }

    private func look() {
        call = nil
        if deadline <= .now() {
            isOver()
        } else if deadline != .distantFuture {
            schedule()
        }
    }
}
