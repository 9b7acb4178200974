/// An operator's wish that the running workers take up the changed configuration, and what they made of it.
package struct ReloadRequest: Sendable, Hashable {
    /// What one worker process answered.
    package struct Answer: Sendable, Hashable {
        /// Whether it took the configuration up.
        package enum Result: Sendable, Hashable {
            /// It works by this configuration now.
            case taken(ConfigurationID)
            /// It goes on as before; the first problem says why, in the words of `outbox check`.
            case refused(String)
        }

        /// The process, as it names itself as the owner of a lane.
        package var owner: String
        /// When it answered.
        package var at: Timestamp
        /// What became of it.
        package var result: Result

        /// Makes an answer.
        package init(owner: String, at: Timestamp, result: Result) {
            self.owner = owner
            self.at = at
            self.result = result
        }
    }

    /// Its number; later requests have higher ones.
    package var id: ReloadID
    /// When it was asked for.
    package var requestedAt: Timestamp
    /// The login name of who asked.
    package var requestedBy: String
    /// The answers so far, one a process.
    package var answers: [Answer]

    /// Makes a request.
    package init(id: ReloadID, requestedAt: Timestamp, requestedBy: String, answers: [Answer]) {
        self.id = id
        self.requestedAt = requestedAt
        self.requestedBy = requestedBy
        self.answers = answers
    }
}
