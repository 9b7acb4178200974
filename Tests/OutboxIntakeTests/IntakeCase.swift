import Testing

/// One event and what intake says of it.
struct IntakeCase: Sendable, CustomTestStringConvertible {
    let name: String
    let event: String
    /// What is wrong, as `path: words`; empty for an accepted event.
    var problem = ""
    /// What is warned of, as `path: words`.
    var warning = ""

    var testDescription: String { name }

    static let all: [IntakeCase] = [
        IntakeCase(name: "an array", event: "[]", problem: ": not an object"),
        IntakeCase(name: "no JSON", event: "{", problem: ": not JSON"),
        IntakeCase(name: "no name", event: #"{"event_id":"a"}"#, problem: "event_name: missing"),
        IntakeCase(
            name: "a name that is no string", event: #"{"event_name":5,"event_id":"a"}"#,
            problem: "event_name: not a string: 5"),
        IntakeCase(
            name: "an empty name", event: #"{"event_name":"","event_id":"a"}"#,
            problem: "event_name: 0 characters"),
        IntakeCase(
            name: "a name of 101 characters",
            event: #"{"event_name":"\#(String(repeating: "ü", count: 101))","event_id":"a"}"#,
            problem: "event_name: 101 characters"),
        IntakeCase(
            name: "a control character in the name", event: #"{"event_name":"a\u0007b","event_id":"a"}"#,
            problem: "event_name: has a control character"),
        IntakeCase(name: "no event_id", event: #"{"event_name":"a"}"#, problem: "event_id: missing"),
        IntakeCase(
            name: "null as event_id", event: #"{"event_name":"a","event_id":null}"#,
            problem: "event_id: missing"),
        IntakeCase(name: "an empty event_id", event: #"{"event_name":"a","event_id":""}"#, problem: "event_id: empty"),
        IntakeCase(
            name: "an event_id that is an object", event: #"{"event_name":"a","event_id":{}}"#,
            problem: "event_id: not a string: an object"),
        IntakeCase(
            name: "a fraction as event_id", event: #"{"event_name":"a","event_id":1.5}"#,
            warning: "event_id: a number that is a fraction"),
        IntakeCase(
            name: "an event_id beyond 2^53", event: #"{"event_name":"a","event_id":9007199254740993}"#,
            warning: "event_id: a number beyond 2^53"),
        IntakeCase(
            name: "a time without a zone",
            event: #"{"event_name":"a","event_id":"b","event_time":"2026-11-22T10:00:00"}"#,
            problem: "event_time: not a time"),
        IntakeCase(
            name: "a time 6 minutes ahead",
            event: #"{"event_name":"a","event_id":"b","event_time":"2026-11-22T12:06:00Z"}"#,
            problem: "event_time: more than 5 minutes ahead"),
        IntakeCase(
            name: "2^63 as a time", event: #"{"event_name":"a","event_id":"b","event_time":9223372036854775808}"#,
            problem: "event_time: not a time"),
        IntakeCase(
            name: "an unknown event source", event: #"{"event_name":"a","event_id":"b","event_source":"fax"}"#,
            problem: "event_source: not one of"),
        IntakeCase(
            name: "properties that are text", event: #"{"event_name":"a","event_id":"b","properties":"x"}"#,
            problem: "properties: not an object"),
        IntakeCase(
            name: "a price with a comma",
            event: #"{"event_name":"a","event_id":"b","properties":{"items":[{"price":"29,95"}]}}"#,
            problem: #"properties.items[0].price: not a number: "29,95""#),
        IntakeCase(
            name: "an email where a number belongs",
            event: #"{"event_name":"a","event_id":"b","properties":{"value":"ada@example.com"}}"#,
            problem: "properties.value: not a number: a text of 15 characters"),
        IntakeCase(
            name: "items that are no array", event: #"{"event_name":"a","event_id":"b","properties":{"items":{}}}"#,
            problem: "properties.items: not an array"),
        IntakeCase(
            name: "a currency of four letters",
            event: #"{"event_name":"a","event_id":"b","properties":{"currency":"EURO"}}"#,
            warning: #"properties.currency: not a currency code such as "EUR""#),
        IntakeCase(
            name: "a number as currency",
            event: #"{"event_name":"a","event_id":"b","properties":{"currency":978}}"#,
            problem: "properties.currency: not a currency code"),
        IntakeCase(
            name: "an empty currency", event: #"{"event_name":"a","event_id":"b","properties":{"currency":""}}"#,
            warning: "properties.currency: empty, counts as absent"),
        IntakeCase(
            name: "an empty value", event: #"{"event_name":"a","event_id":"b","properties":{"value":""}}"#,
            warning: "properties.value: empty, counts as absent"),
        IntakeCase(
            name: "an empty price and quantity",
            event: #"{"event_name":"a","event_id":"b","properties":{"items":[{"price":"","quantity":""}]}}"#,
            warning: "properties.items[0].quantity: empty, counts as absent"),
        IntakeCase(
            name: "a price with its sign",
            event: #"{"event_name":"a","event_id":"b","properties":{"value":"$19.99"}}"#,
            problem: #"properties.value: not a number: "$19.99""#),
        IntakeCase(
            name: "an item's id that is an object",
            event: #"{"event_name":"a","event_id":"b","properties":{"items":[{"item_id":{"sku":"1"}}]}}"#,
            warning: "properties.items[0].item_id: not a string: an object: goes without an id"),
        IntakeCase(
            name: "a negative value", event: #"{"event_name":"a","event_id":"b","properties":{"value":-1}}"#,
            warning: "properties.value: negative"),
        IntakeCase(
            name: "a misspelt field", event: #"{"event_name":"a","event_id":"b","propertis":{}}"#,
            warning: "propertis: not a field of the event, kept: did you mean properties?"),
        IntakeCase(
            name: "a phone without country code",
            event: #"{"event_name":"a","event_id":"b","user":{"phone":"0791 112 3456"}}"#,
            warning: "user.phone: left out"),
        IntakeCase(
            name: "a typo in JSON", event: #"{"event_name":a}"#, problem: ": not JSON: column 15: a"),
        IntakeCase(
            name: "an item with an empty id",
            event: #"{"event_name":"a","event_id":"b","properties":{"items":[{"item_id":""}]}}"#,
            warning: "properties.items[0].item_id: empty"),
        IntakeCase(
            name: "2^63 pieces",
            event: #"{"event_name":"a","event_id":"b","properties":{"num_items":9223372036854775808}}"#,
            problem: "properties.num_items: not a whole number up to 2^53: 9223372036854775808"),
        IntakeCase(
            name: "a negative quantity",
            event: #"{"event_name":"a","event_id":"b","properties":{"items":[{"quantity":"-1"}]}}"#,
            problem: #"properties.items[0].quantity: negative: "-1""#),
        IntakeCase(
            name: "half a piece",
            event: #"{"event_name":"a","event_id":"b","properties":{"items":[{"quantity":0.5}]}}"#,
            warning: "properties.items[0].quantity: not a whole number: 0.5: TikTok counts pieces alone"),
        IntakeCase(
            name: "a value beyond all numbers",
            event: #"{"event_name":"a","event_id":"b","properties":{"value":"1e999"}}"#,
            problem: "properties.value: too large"),
        IntakeCase(
            name: "an email in a note",
            event: #"{"event_name":"a","event_id":"b","properties":{"note":"ada@example.com"}}"#,
            warning: "properties.note: held a clear e-mail address"),
    ]
}
