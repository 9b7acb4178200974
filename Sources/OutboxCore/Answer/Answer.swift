/// What came back for one request, classified, with all that goes on record.
package struct Answer: Sendable {
    /// What it means for the batch.
    package var answerClass: AnswerClass
    /// Whether the code is not in TikTok's table; such an answer is always surfaced.
    package var isUnknownCode: Bool
    /// Whether TikTok may have taken the events: false only where the request surely had no effect.
    package var mayHaveArrived: Bool
    /// The HTTP status, where an answer came.
    package var httpStatus: Int?
    /// TikTok's `code`, where the body had one.
    package var code: Int?
    /// TikTok's `message` with quoted and trailing values cut, or our words for a failed connection.
    package var message: String?
    /// TikTok's `request_id`, if the answer had one.
    package var requestID: String?
    /// How long the answer asked to wait (`Retry-After`).
    package var retryAfter: Duration?
    /// From the first byte sent to the last byte read.
    package var duration: Duration
    /// The request's body as it was sent.
    package var request: [UInt8]
    /// The answer's body, at most 64 KB of it.
    package var response: [UInt8]

    /// Makes an answer; what is left out did not come.
    package init(
        _ answerClass: AnswerClass, isUnknownCode: Bool = false, mayHaveArrived: Bool = true, httpStatus: Int? = nil,
        code: Int? = nil, message: String? = nil, requestID: String? = nil, retryAfter: Duration? = nil,
        duration: Duration = .zero, request: [UInt8] = [], response: [UInt8] = []
    ) {
        self.answerClass = answerClass
        self.isUnknownCode = isUnknownCode
        self.mayHaveArrived = mayHaveArrived
        self.httpStatus = httpStatus
        self.code = code
        self.message = message
        self.requestID = requestID
        self.retryAfter = retryAfter
        self.duration = duration
        self.request = request
        self.response = response
    }
}
