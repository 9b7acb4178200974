import Testing

@testable import OutboxTikTok

@Suite("The position in a message")
struct RefusedIndexTests {
    @Test(
        "is found in every shape that was seen",
        arguments: [
            ("Invalid value for data. 1 .event_id: not a valid string.", 1),
            ("Invalid value for data.0.event_id", 0),
            ("Invalid value for data. 999 .properties.contents. 0 .content_id: not a valid string.", 999),
            ("Batch.0.properties.contents.0.content_id: Not a valid string", 0),
            ("batch.12.event: Missing data for required field.", 12),
            ("data.0.event_id: not a valid string", 0),
            ("data[3].event: missing", 3),
            ("data [ 3 ] .event: missing", 3),
            ("data[3] is not an object", 3),
            ("Invalid value for data.7: not a valid object.", 7),
            ("data.5 is not an object", 5),
            ("DATA.2.user.email: not hashed", 2),
            ("Param error: data.4.event: missing", 4),
            ("Invalid value for data 6 .event: missing", 6),
        ]
    )
    func found(message: String, index: Int) {
        #expect(RefusedIndex.find(in: message) == index)
    }

    @Test(
        "is not made up",
        arguments: [
            "Invalid value for event_id: not a valid string.",
            "Invalid value for event_source_id: not a valid string.",
            "Missing data for required field.",
            "metadata.3.x: not valid",
            "properties.data.3.x: not valid",
            "Too many requests, more than data 5. Please retry.",
            "Invalid value for event: data.5.event_id is not a name",
            "Invalid value for search_string: \"data.5.event_id\" is too long",
            "Invalid value 'data.5.event_id' for search_string",
            "data.: not valid", "data[", "data[1", "data.99999999999999999999.x: no", "data.-1.x: no", "batch", "",
        ]
    )
    func notFound(message: String) {
        #expect(RefusedIndex.find(in: message) == nil)
    }

    @Test("counts only if the batch has it")
    func range() {
        let message = "Invalid value for data. 3 .event_id: not a valid string."
        #expect(RefusedIndex.find(in: message, count: 4) == 3)
        #expect(RefusedIndex.find(in: message, count: 3) == nil)
    }
}
