import Testing

@testable import OutboxTikTok

@Suite("What a refusal speaks of")
struct RefusalSubjectTests {
    @Test(
        "is the envelope where its fields are named",
        arguments: [
            "Invalid value for event_source: must be web, app or offline.",
            "Invalid value for event_source_id: not a valid string.",
            "event_source_id is required", "Param error: event_source is missing",
            "The field test_event_code is not a valid string",
            "Invalid value for data: not a valid list.",
            "Invalid value for data",
            "data: Missing data for required field.",
            "data must have at most 1000 elements",
        ]
    )
    func envelope(message: String) {
        #expect(RefusalSubject(message: message, count: 3) == .envelope)
    }

    @Test(
        "is not the envelope where a word only looks like it",
        arguments: [
            "Invalid value for event_id: not a valid string.",
            "event_id: Missing data for required field.",
            "Missing data for required field.",
            "Invalid value for lead.lead_event_source: not a valid string.",
            "Invalid value for properties.event_source: not a valid string.",
            "Invalid value for event: \"event_source\" is reserved",
            "Invalid value for event: event_source is reserved", "Invalid Price Field", "",
        ]
    )
    func unnamed(message: String) {
        #expect(RefusalSubject(message: message, count: 3) == .unnamed)
    }

    @Test("is the event where a position is named, even beside the name of an envelope field")
    func event() {
        #expect(RefusalSubject(message: "Invalid value for data. 1 .event_source: no", count: 3) == .event(1))
        #expect(RefusalSubject(message: "Invalid value for data. 3 .event_id: no", count: 3) == .noSuchEvent)
    }
}
