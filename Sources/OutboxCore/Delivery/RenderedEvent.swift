/// One TikTok event, ready to leave.
package struct RenderedEvent: Sendable, Hashable {
    /// The JSON object as it will stand in the request's `data`.
    package var bytes: [UInt8]
    /// The pixel code, app id or event set id that it goes to; nil where nobody says so.
    package var eventSourceID: String?
    /// The TikTok event's name, such as `CompletePayment`.
    package var tiktokEvent: String
    /// The `event_id` in the bytes.
    package var sentEventID: String?
    /// The test code whose batch it must travel in.
    package var testEventCode: String?
    /// Whether the pixel sends this event too; nil: as at the destination in general.
    package var pairing: Pairing?
    /// What was noticed while mapping; kept with the delivery.
    package var warnings: [EventProblem]
    /// The users in the bytes where a mapping of one's own put them there: it may have found them anywhere. The
    /// shipped map takes the users of the event, as the store knows them.
    package var mappedUsers: [UserDigest]

    /// Makes a rendered event.
    package init(
        bytes: [UInt8], eventSourceID: String? = nil, tiktokEvent: String, sentEventID: String?,
        testEventCode: String? = nil, pairing: Pairing? = nil, warnings: [EventProblem] = [],
        mappedUsers: [UserDigest] = []
    ) {
        self.bytes = bytes
        self.eventSourceID = eventSourceID
        self.tiktokEvent = tiktokEvent
        self.sentEventID = sentEventID
        self.testEventCode = testEventCode
        self.pairing = pairing
        self.warnings = warnings
        self.mappedUsers = mappedUsers
    }

    /// What it leaves as.
    package var sending: Sending {
        Sending(
            eventSourceID: eventSourceID, tiktokEvent: tiktokEvent, sentEventID: sentEventID,
            isTest: testEventCode != nil
        )
    }
}
