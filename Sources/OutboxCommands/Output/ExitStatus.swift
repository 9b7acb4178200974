/// How a verb ended, as schedulers read it.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Everything is fine.
    case fine = 0
    /// A problem was found: something failed or was rejected.
    case problemFound = 1
    /// The command line or a file named on it cannot be used.
    case usage = 2
    /// The configuration has errors.
    case configuration = 3
    /// Database or service is out of reach, or stdout takes the result no further.
    case outOfReach = 4
    /// TikTok refuses a destination.
    case refused = 5
    /// Something remains: try later.
    case tryLater = 75
}
