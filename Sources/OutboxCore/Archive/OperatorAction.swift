/// Something that an operator did, as it is written down.
package struct OperatorAction: Sendable, Hashable {
    /// When it was done.
    package var at: Timestamp
    /// The login name of who did it.
    package var by: String
    /// What was done, in the words of the command line: `pause`, `session start`, `golive`.
    package var verb: String
    /// What it was done to: a destination, a selection. Never a clear identity.
    package var subject: String
    /// The reason given; empty where none was.
    package var why: String
    /// How many things it changed.
    package var changed: Int

    /// Makes an action.
    package init(at: Timestamp, by: String, verb: String, subject: String, why: String, changed: Int) {
        self.at = at
        self.by = by
        self.verb = verb
        self.subject = subject
        self.why = why
        self.changed = changed
    }
}
