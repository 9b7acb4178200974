/// The right to work one destination: every write that uses it is refused once the epoch has moved on.
package struct Lane: Sendable, Hashable {
    /// The destination whose line of work it is.
    package let destination: DestinationID
    /// Grows at every change of owner.
    package let epoch: Int64

    /// Names a lane at an epoch.
    package init(destination: DestinationID, epoch: Int64) {
        self.destination = destination
        self.epoch = epoch
    }
}
