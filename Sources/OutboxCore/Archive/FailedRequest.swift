/// A request that TikTok did not take, or that had no answer.
package struct FailedRequest: Sendable, Hashable {
    /// When that was on record.
    package var at: Timestamp
    /// The HTTP status; nil where no answer came.
    package var httpStatus: Int?
    /// TikTok's code, where the answer had one.
    package var code: Int?
    /// TikTok's message with quoted and trailing values cut, or our words for a failed connection.
    package var message: String?

    /// Makes a failed request; what is left out did not come.
    package init(at: Timestamp, httpStatus: Int?, code: Int?, message: String?) {
        self.at = at
        self.httpStatus = httpStatus
        self.code = code
        self.message = message
    }
}
