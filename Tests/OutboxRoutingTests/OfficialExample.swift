import OutboxCore
import OutboxRouting
import Testing

/// A request of `Vectors/official_examples.jsonl` and the native event that gives it.
///
/// The examples are TikTok's, from its document 1771101303285761 "Report App, Web, Offline, or CRM Events".
struct OfficialExample: Sendable, CustomTestStringConvertible {
    let name: String
    let eventSource: EventSource
    var events: [String: String]?
    /// The event that a producer hands over.
    let native: String
    /// What stands for the document's placeholders, by the path in the event.
    var placeholders: [String: String] = [:]
    /// Paths whose value comes out differently or not at all, and why.
    var differences: [String: String] = [:]
    /// Paths that the example does not have, and why.
    var additions: [String: String] = [:]

    var testDescription: String { name }

    private static let derived = [
        "properties.content_ids[0]": "derived from the items: TikTok's Video Shopping Ads need it",
        "properties.num_items": "the sum of the quantities",
    ]
    private static let hash = "0c7e6a405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b"

    static let all: [OfficialExample] = [
        OfficialExample(
            name: "web Purchase", eventSource: .web,
            native: """
                {"event_name":"purchase","event_time":1687758765,"event_id":12345,"user":{"id":"user_12345678",
                "phone_sha256":"\(hash)",
                "email":"123456405862e402eb76a70f8a26fc732d07c32931e9fae9ab1582911d2e8a3b"},
                "context":{"device":{"ip":"123.456.789.1","locale":"en_US","user_agent":"Mozilla/5.0 (Macintosh; Intel \
                Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6.1 Safari/605.1.15"}},
                "properties":{"currency":"USD","value":200.0,"description":"some product decription","items":[
                {"price":100.0,"quantity":2,"item_id":12345,"item_name":"Fancy-AirMax2.0 Black",
                "item_category":"Shoes - Running Shoes","item_brand":"Fancy Sneakers"}]}}
                """,
            differences: [
                "user.external_id": "the example's is not hashed, against its own table",
                "user.ip": "the example's is no address",
            ],
            additions: derived),
        OfficialExample(
            name: "offline Purchase with two e-mails", eventSource: .offline,
            native: """
                {"event_name":"purchase","event_time":"2023-05-20T09:19:55Z","event_id":"abc_xyz","user":{"email":[
                "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f",
                "DD6FF77F54E2106661089BAE4D40CDB600979BF7EDC9EB65C0942BA55C7C2D7F"],
                "phone":["2f9d2b4df907e5c9a7b3434351b55700167b998a83dc479b825096486ffcf4ea"]},
                "properties":{"transaction_id":"abc_xyz","shop_id":"123abc","currency":"USD","value":46.0,"items":[
                {"price":8,"quantity":2,"item_id":"1077218","item_name":"running shoes",
                "item_category":"Shoes > Sneakers > running shoes","item_brand":"your_brand_name"},
                {"price":30,"item_id":"1197218","item_name":"running shoes",
                "item_category":"Shoes > Sneakers > running shoes","item_brand":"your_brand_name"}]}}
                """,
            differences: ["user.phone[0]": "TikTok takes a text or an array; one number goes as a text"],
            additions: derived.merging(
                [
                    "user.phone": "see user.phone[0]", "properties.content_ids[1]": "derived from the items",
                    "event_id": "TikTok lists it as optional; the outbox knows its events by it",
                ]) { $1 }),
        OfficialExample(
            name: "app InstallApp", eventSource: .app,
            native: """
                {"event_name":"first_open","event_time":1687758765000,"event_id":"i1","event_source":"app",
                "user":{"phone":"+12133734253","email":" ALICE_abc@gmail.com "},"context":{
                "device":{"idfa":"ea7583cd-a667-48bc-b806-42ecb2b48606","idfv":"V-1","gaid":"AAAAAA-2222",
                "att_status":"AUTHORIZED","locale":"en-US"},
                "app":{"app_id":"com.test.flyingsneakers","app_name":"Flying Sneakers","app_version":"3.0.2"},
                "ad":{"attributed":true,"callback":"cb","campaign_id":1700817380525057,"ad_id":"1700817380806706",
                "creative_id":"1700817378256945","is_retargeting":false,"attribution_type":"click_through"}},
                "properties":{"currency":"usd","value":200.0,"items":[
                {"price":100.0,"quantity":2,"item_id":"12345","item_name":"Fancy-AirMax2.0 Black",
                "item_category":"Shoes - Running Shoes","item_brand":"Fancy Sneakers"}]}}
                """,
            placeholders: [
                "user.phone": "9f7ec22d72092cd3c0b58726ed9c2d91b92e51a3f29837508fb2948bb22dd2fd",
                "user.email": "848a771458438fc2ec420560d769fb9b9b86851ee338ec56517baabd79d3bb4f",
                "user.idfa": "EA7583CD-A667-48BC-B806-42ECB2B48606", "user.idfv": "V-1", "user.gaid": "aaaaaa-2222",
                "ad.callback": "cb",
            ],
            additions: derived),
        OfficialExample(
            name: "crm required fields only", eventSource: .crm,
            native: """
                {"event_name":"add_to_cart","event_time":"1687673101","event_id":"c1",
                "context":{"lead":{"lead_id":"{{lead_id}}"}}}
                """,
            additions: ["event_id": "TikTok lists it as conditional; the outbox knows its events by it"]),
        OfficialExample(
            name: "crm required and optional fields", eventSource: .crm, events: ["qualify_lead": "AddToCart"],
            native: """
                {"event_name":"qualify_lead","event_time":1687673101,"event_id":"lead-1","user":{"id":" 1042 ",
                "phone":"\(hash)","email":"\(hash)"},
                "context":{"lead":{"lead_id":"{{lead_id}}","lead_event_source":"Salesforce"}}}
                """,
            placeholders: [
                "event_id": "lead-1",
                "user.external_id": "216da54b5931a6d37cca8e29953361fe02c680bbd8b482343f508e32e8e9cc3b",
            ]),
    ]
}
