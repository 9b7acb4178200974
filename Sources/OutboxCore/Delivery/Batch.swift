/// What travels in one HTTP request: TikTok events of one destination under one test code.
package struct Batch: Sendable {
    /// Where it goes.
    package var destination: DestinationID
    /// The test code in the envelope.
    package var testEventCode: String?
    /// The TikTok events, in the order of their positions.
    package var events: [[UInt8]]

    /// Makes a batch.
    package init(destination: DestinationID, testEventCode: String?, events: [[UInt8]]) {
        self.destination = destination
        self.testEventCode = testEventCode
        self.events = events
    }
}
