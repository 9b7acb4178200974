import Testing

@testable import OutboxSandbox

@Suite("The check of an event")
struct EventShapeTests {
    @Test(
        "refuses what TikTok refuses, and says where",
        arguments: [
            (#""event":7"#, "event", "event"), (#""event":null"#, "event", "event"),
            (#""event_time":"1772366400""#, "event_time", "event_time"),
            (#""event_time":1772366400123"#, "event_time", "event_time"),
            (#""event_time":1772366400.5"#, "event_time", "event_time"),
            (#""event_id":1"#, "event_id", "event_id"), (#""event_id":null"#, "event_id", "event_id"),
            (#""page":"x""#, "page", "page"), (#""page":{"url":1}"#, "page", "page.url"),
            (#""properties":[]"#, "properties", "properties"),
            (#""properties":{"value":"12.5"}"#, "properties", "properties.value"),
            (#""properties":{"currency":"usd"}"#, "properties", "properties.currency"),
            (#""properties":{"currency":"UYU"}"#, "properties", "properties.currency"),
            (#""properties":{"num_items":1.5}"#, "properties", "properties.num_items"),
            (#""properties":{"content_ids":"a"}"#, "properties", "properties.content_ids"),
            (#""properties":{"content_ids":["a",1]}"#, "properties", "properties.content_ids.1"),
            (
                #""properties":{"contents":[{"content_id":"a"},{"content_id":1}]}"#, "properties",
                "properties.contents.1.content_id"
            ),
            (#""properties":{"contents":[{"price":"1"}]}"#, "properties", "properties.contents.0.price"),
            (#""properties":{"contents":[{"quantity":1.5}]}"#, "properties", "properties.contents.0.quantity"),
            (#""properties":{"contents":{}}"#, "properties", "properties.contents"),
            (#""limited_data_use":"yes""#, "", "limited_data_use"),
            (#""user":{"ip":1}"#, "", "user.ip"), (#""user":{"email":1}"#, "", "user.email"),
        ]
    )
    func wrong(field: String, replaced: String, path: String) {
        let refusal = Requests.refusal(of: Requests.event(field, without: [replaced]))
        #expect(refusal?.code == 40002)
        #expect(
            refusal?.message.hasPrefix("Invalid value for data. 0 .\(path): ") == true, "\(refusal?.message ?? "taken")"
        )
    }

    @Test(
        "wants identities as digests",
        arguments: ["email", "phone", "external_id", "first_name", "last_name", "zip_code"]
    )
    func digests(field: String) {
        #expect(Requests.refusal(of: Requests.event(#""user":{"\#(field)":"\#(Requests.email)"}"#)) == nil)
        for clear in ["jane@example.com", "", Requests.email.uppercased(), String(Requests.email.dropLast())] {
            let refusal = Requests.refusal(of: Requests.event(#""user":{"\#(field)":"\#(clear)"}"#))
            #expect(refusal?.code == 40062, "\(clear)")
            #expect(refusal?.message.contains("data. 0 .user.\(field): ") == true)
        }
    }

    @Test("takes several digests where TikTok does, and only there")
    func severalDigests() {
        for field in ["email", "phone", "external_id"] {
            let good = #""user":{"\#(field)":["\#(Requests.email)","\#(Requests.email)"]}"#
            #expect(Requests.refusal(of: Requests.event(good)) == nil)
            let bad = #""user":{"\#(field)":["\#(Requests.email)","clear"]}"#
            #expect(Requests.refusal(of: Requests.event(bad))?.message.contains("user.\(field).1: ") == true)
        }
        #expect(Requests.refusal(of: Requests.event(#""user":{"zip_code":["\#(Requests.email)"]}"#))?.code == 40002)
    }

    @Test("wants what TikTok requires, by event source")
    func required() {
        #expect(Requests.refusal(of: Requests.event(without: ["event"]))?.message.contains(".event: ") == true)
        #expect(
            Requests.refusal(of: Requests.event(without: ["event_time"]))?.message.contains(".event_time: ") == true)
        #expect(Requests.refusal(of: Requests.event(without: ["event_id"])) == nil)
        #expect(Requests.refusal(of: Requests.event(), source: "app")?.message.contains(".app.app_id: ") == true)
        #expect(Requests.refusal(of: Requests.event(), source: "crm")?.message.contains(".lead.lead_id: ") == true)
        #expect(Requests.refusal(of: "7")?.message == "Invalid value for data. 0 .: not a valid object.")
    }

    @Test("lets unknown fields through")
    func unknown() {
        #expect(Requests.refusal(of: Requests.event(#""zzz":{"a":[1]},"user":{"zzz":1}"#)) == nil)
    }

    @Test("knows TikTok's 62 currencies")
    func currencies() {
        #expect(TikTokCurrencies.all.count == 62)
    }
}
