import OutboxCore
import OutboxRouting
import Testing

@Suite("The properties of a TikTok event")
struct PropertyFieldTests {
    private let web = RoutingSubject()

    private func properties(_ members: String) throws -> String? {
        try web.sent("properties", members)["properties"]
    }

    @Test(
        "numbers go digit for digit, also those that came as text; ids go as text",
        arguments: [
            (#""value":59.90,"currency":"eur""#, #"{"value":59.90,"currency":"EUR"}"#),
            (#""value":"59.90","currency":"EUR""#, #"{"value":59.90,"currency":"EUR"}"#),
            (#""value":1e3,"currency":"JPY""#, #"{"value":1e3,"currency":"JPY"}"#),
            (#""value":0,"currency":"EUR""#, #"{"value":0,"currency":"EUR"}"#),
            (#""currency":"EUR""#, #"{"currency":"EUR"}"#),
            (#""transaction_id":10421"#, #"{"order_id":"10421"}"#), (#""num_items":"3""#, #"{"num_items":3}"#),
            (#""num_items":2.0"#, #"{"num_items":2}"#),
            (#""search_term":"hats","query":"x""#, #"{"search_string":"hats"}"#),
            (#""predicted_ltv":"12.5""#, #"{"predicted_ltv":12.5}"#),
        ])
    func values(_ members: String, _ expected: String) throws {
        #expect(try properties(members) == expected)
    }

    @Test(
        "nothing is made up of what is missing, empty or null",
        arguments: [
            "", #""value":null,"currency":null"#, #""content_type":null"#, #""items":[]"#,
            #""items":null,"num_items":null"#,
            #""search_term":"""#, #""transaction_id":{}"#, #""status":true"#, #""content_type":"""#, #""unknown":1"#,
        ])
    func nothing(_ members: String) throws {
        #expect(try properties(members) == nil)
    }

    @Test("an item goes with its own fields; a missing quantity is one, an item without an id has none")
    func items() throws {
        #expect(
            try properties(
                #""items":[{"item_id":77.0,"price":"29.95","quantity":"2"},{"item_name":"Mug","item_id":""}]"#)
                == #"{"content_ids":["77"],"contents":[{"content_id":"77","price":29.95,"quantity":2},"#
                + #"{"content_name":"Mug","quantity":1}],"num_items":3,"content_type":"product"}"#)
    }

    @Test("num_items goes as given, else as the sum of the quantities, which never overflows")
    func count() throws {
        #expect(try web.sent("properties", #""num_items":7,"items":[{"quantity":2}]"#)["properties.num_items"] == "7")
        #expect(try web.sent("properties", #""items":[{"quantity":2},{}]"#)["properties.num_items"] == "3")
        let most = String(repeating: #"{"quantity":9223372036854775807},"#, count: 3) + "{}"
        #expect(try web.sent("properties", #""items":[\#(most)]"#)["properties.num_items"] == "9223372036854775807")
    }

    @Test(
        "a sum of quantities of which one does not go is left out, with a warning",
        arguments: [
            #"{"item_id":"a","quantity":1.5},{"item_id":"b","quantity":2}"#,
            #"{"item_id":"a","quantity":2},{"item_id":"b","quantity":"some"}"#,
            #"{"item_id":"a","quantity":2},{"quantity":0.5}"#,
        ])
    func brokenCount(_ items: String) throws {
        let sent = try web.sent("properties", #""items":[\#(items)]"#)
        #expect(sent["properties.num_items"] == nil)
        #expect(sent["properties.contents[0].content_id"] == #""a""#)
        #expect(
            sent.warnings.contains(
                "properties.num_items: left out: the quantity of an item is not a whole number"), "\(sent.warnings)")
        let given = try web.sent("properties", #""num_items":4,"items":[\#(items)]"#)
        #expect(given["properties.num_items"] == "4")
        #expect(!given.warnings.joined().contains("num_items"))
    }

    @Test("an empty quantity is none: one piece")
    func emptyCount() throws {
        let sent = try web.sent("properties", #""items":[{"item_id":"a","quantity":""},{"item_id":"b","quantity":2}]"#)
        #expect(sent["properties.num_items"] == "3")
    }

    @Test("a currency that TikTok does not list takes the value with it; no default is made up")
    func currencies() throws {
        let unlisted = try web.sent("properties", #""value":5,"currency":"UYU""#)
        #expect(unlisted["properties"] == nil && unlisted.warnings.joined().contains("UYU"))
        let bare = try web.sent("properties", #""value":5"#)
        #expect(
            bare["properties"] == #"{"value":5}"# && bare.rendered.warnings.map(\.path).contains("properties.currency"))
    }

    @Test("the kind of customer goes for web and app alone", arguments: EventSource.allCases)
    func customerType(_ source: EventSource) throws {
        let event = #"{"properties":{"customer_type":"new"},"context":{"app":{"app_id":"a"},"lead":{"lead_id":"l"}}}"#
        let sent = try RoutingSubject(source).sent(event)
        #expect((sent["properties.customer_type"] == "\"new\"") == (source == .web || source == .app))
    }
}
