import Foundation

// What is wrong with the file.
extension TroubleCase {
    private static func event(_ properties: String) -> String {
        #"{"event_name":"purchase","event_id":"x","event_time":"2026-11-22T10:00:00Z","properties":\#(properties)}"#
    }

    static let aboutInput: [TroubleCase] = [
        TroubleCase(
            "broken JSON in line 3 of 10",
            (OutboxFolder.lines(0..<2) + [#"{"event_name": "purchase", "#] + OutboxFolder.lines(2..<9))
                .joined(separator: "\n"),
            1, ["events.ndjson:3", "not JSON"], events: 9),
        TroubleCase(
            "invalid UTF-8",
            data: Data(OutboxFolder.lines(0..<1)[0].utf8)
                + Data([10, 0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d, 10]),
            1, ["events.ndjson:2", "UTF-8"], events: 1),
        TroubleCase(
            "a line of 10 MB",
            OutboxFolder.lines(0..<1)[0] + "\n" + String(repeating: "x", count: 10 << 20) + "\n"
                + OutboxFolder.lines(1..<2)[0],
            1, ["events.ndjson:2", "longer than"], events: 2),
        TroubleCase(
            "nesting 10,000 deep",
            String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000), 1,
            ["more than 64", "inside each other"], events: 0),
        TroubleCase("an empty file", "", 0, ["accepted 0"], events: 0),
        TroubleCase(
            "ragged CSV", file: "events.csv",
            "event_name,event_id,event_time\npurchase,a,2026-11-22T10:00:00Z\npurchase,b\n", 1,
            ["events.csv:3", "2 cells, the header has 3"], events: 1),
        TroubleCase(
            "an unknown header", file: "events.csv", "event_nme,event_id\npurchase,a\n", 2,
            ["event_nme", "did you mean \"event_name\""], events: 0),
        TroubleCase(
            "a number as currency", event(#"{"currency":978}"#), 1, ["properties.currency", "978"], events: 0),
        TroubleCase("NaN", event(#"{"value":NaN}"#), 1, ["events.ndjson:1", "not JSON"], events: 0),
        TroubleCase(
            "NaN in CSV", file: "events.csv",
            "event_name,event_id,event_time,properties.value\npurchase,a,2026-11-22T10:00:00Z,NaN\n", 1,
            ["properties.value", "not a number"], events: 0),
        TroubleCase(
            "2^63 as a quantity", event(#"{"items":[{"item_id":"1","quantity":9223372036854775808}]}"#), 1,
            ["properties.items[0].quantity", "9223372036854775808"], events: 0),
        TroubleCase(
            "a negative quantity", event(#"{"items":[{"item_id":"1","quantity":-2}]}"#), 1,
            ["properties.items[0].quantity", "negative"], events: 0),
        TroubleCase(
            "a price with a comma", event(#"{"items":[{"price":"29,95"}]}"#), 1,
            [#"properties.items[0].price: not a number: "29,95""#], events: 0),
        TroubleCase(
            "no event_time in a file", #"{"event_name":"purchase","event_id":"x"}"#, 1, ["event_time", "missing"],
            events: 0),
        TroubleCase(
            "no event_id", #"{"event_name":"purchase","event_time":"2026-11-22T10:00:00Z"}"#, 1,
            ["event_id", "missing"], events: 0),
        TroubleCase(
            "a time without a zone",
            #"{"event_name":"purchase","event_id":"x","event_time":"2026-11-22T10:00:00"}"#, 1,
            ["event_time", "not a time"], events: 0),
        TroubleCase(
            "an array of events in a .json file", file: "events.json",
            "[" + OutboxFolder.lines(0..<3).joined(separator: ",\n") + "]\n", 0, ["accepted 3"], events: 3),
    ]
}
