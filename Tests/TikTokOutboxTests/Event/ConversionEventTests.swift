import FoundationEssentials
import OutboxCore
import OutboxRouting
import OutboxTestSupport
import Testing

@testable import TikTokOutbox

@Suite("Conversion events")
struct ConversionEventTests {
    private static let mugs = [
        ConversionEvent.Item(
            id: "77120", name: "Mug", category: "Kitchen", brand: "Clay", price: "29.95", quantity: 2,
            properties: ["item_variant": "blue", "price": "ignored"])
    ]

    /// The event as it is handed over, in canonical form.
    private func text(_ event: ConversionEvent) throws -> String {
        String(decoding: try JSONDocument(event.encoded()).root.canonicalBytes(), as: UTF8.self)
    }

    @Test("a purchase is GA4's, and its order is its event_id unless another is given")
    func purchase() throws {
        let event = ConversionEvent.purchase(orderID: "ord-1", value: "59.90", currency: "EUR", items: Self.mugs)
        #expect(
            try text(event) == #"{"event_id":"ord-1","event_name":"purchase","properties":{"currency":"EUR","#
                + #""items":[{"item_brand":"Clay","item_category":"Kitchen","item_id":"77120","item_name":"Mug","#
                + #""item_variant":"blue","price":29.95,"quantity":2}],"transaction_id":"ord-1","value":59.9}}"#)
        let other = ConversionEvent.purchase(orderID: "ord-1", value: 60, currency: "EUR", eventID: "pixel-7")
        #expect(other.eventID == "pixel-7" && other.properties["transaction_id"] == "ord-1")
    }

    @Test("everything that is known goes where the native form has it")
    func everything() throws {
        var event = ConversionEvent("quiz_done", eventID: "q-1", properties: ["score": 7])
        event.producerID = "row-1"
        event.time = Date(timeIntervalSince1970: 1_790_000_000.482)
        event.eventSource = .app
        event.limitedDataUse = true
        event.user = .init(
            id: "1", email: "e", phone: "p", firstName: "f", lastName: "l", zip: "z", city: "c", state: "s",
            country: "GB")
        event.user.idSHA256 = "1"
        event.user.emailSHA256 = "2"
        event.user.phoneSHA256 = "3"
        event.user.firstNameSHA256 = "4"
        event.user.lastNameSHA256 = "5"
        event.user.zipSHA256 = "6"
        event.context = .init(
            pageURL: "u", referrer: "r", clientIP: "i", userAgent: "a", locale: "o", cookie: "k", ttclid: "t",
            ttp: "_")
        event.context.app = .init(id: "app", name: "App", version: "1")
        event.context.app?.idfa = "fa"
        event.context.app?.gaid = "ga"
        event.context.app?.idfv = "fv"
        event.context.app?.trackingStatus = "AUTHORIZED"
        event.context.lead = .init(id: "lead", eventSource: "crm")
        event.context.ad = ["campaign_id": "17"]
        event.consent = ["marketing": true, "analytics": false]
        let expected = """
            {"consent":{"analytics":false,"marketing":true},
            "context":{"ad":{"campaign_id":"17"},"app":{"app_id":"app","app_name":"App","app_version":"1"},
            "click_ids":{"ttclid":"t","ttp":"_"},"device":{"att_status":"AUTHORIZED","cookie":"k","gaid":"ga",
            "idfa":"fa","idfv":"fv","ip":"i","locale":"o","user_agent":"a"},
            "lead":{"lead_event_source":"crm","lead_id":"lead"},"page":{"referrer":"r","url":"u"}},
            "event_id":"q-1","event_name":"quiz_done","event_source":"app","event_time":"2026-09-21T14:13:20.482Z",
            "id":"row-1","limited_data_use":true,"properties":{"score":7},
            "user":{"city":"c","country":"GB","email":"e","email_sha256":"2","first_name":"f",
            "first_name_sha256":"4","id":"1","id_sha256":"1","last_name":"l","last_name_sha256":"5","phone":"p",
            "phone_sha256":"3","state":"s","zip":"z","zip_sha256":"6"}}
            """
        #expect(try text(event) == expected.split(separator: "\n").joined())
        #expect(try text(ConversionEvent(.contact, eventID: "c")) == #"{"event_id":"c","event_name":"contact"}"#)
    }

    @Test("each common event becomes the TikTok event of the shipped mapping")
    func names() async throws {
        let table = ShippedEvents.table(eventSource: .web, names: .classic)
        let shipped = Dictionary(table.map { ($0.name, $0.tiktokEvent) }) { $1 }
        for name in ConversionEvent.Name.all {
            let event = ConversionEvent(
                name, eventID: "e-1", properties: ["value": 1, "currency": "EUR", "content_type": "product"])
            let routed = try await RoutedEvent(event)
            #expect(shipped[name.rawValue] == routed.tiktokEvent, "\(name)")
            #expect(!routed.tiktokEvent.isEmpty)
        }
    }

    @Test("each builder makes the event of its name, with its parameters where TikTok wants them")
    func builders() async throws {
        let purchase = try await RoutedEvent(
            .purchase(orderID: "ord-1", value: "2500315.63", currency: "EUR", items: Self.mugs))
        #expect(purchase.tiktokEvent == "CompletePayment")
        #expect(purchase["event_id"] == #""ord-1""# && purchase["properties.order_id"] == #""ord-1""#)
        #expect(purchase["properties.value"] == "2500315.63" && purchase["properties.currency"] == #""EUR""#)
        #expect(purchase["properties.contents[0].content_id"] == #""77120""#)
        #expect(purchase["properties.contents[0].price"] == "29.95")
        #expect(purchase["properties.contents[0].quantity"] == "2" && purchase["properties.num_items"] == "2")
        #expect(purchase["properties.contents[0].brand"] == #""Clay""#)
        let builders: [(ConversionEvent, String)] = [
            (.placeOrder(orderID: "o", value: 1, currency: "EUR"), "PlaceAnOrder"),
            (.viewItem(Self.mugs, value: 1, currency: "EUR", eventID: "e"), "ViewContent"),
            (.addToWishlist(Self.mugs, eventID: "e"), "AddToWishlist"),
            (.addToCart(Self.mugs, value: 1, currency: "EUR", eventID: "e"), "AddToCart"),
            (.beginCheckout(Self.mugs, eventID: "e"), "InitiateCheckout"),
            (.addPaymentInfo(Self.mugs, eventID: "e"), "AddPaymentInfo"),
            (.lead(value: 5, currency: "EUR", eventID: "e"), "SubmitForm"),
            (.subscribe(value: 5, currency: "EUR", eventID: "e"), "Subscribe"),
            (.search("blue mug", eventID: "e"), "Search"),
            (.signUp(method: "email", eventID: "e"), "CompleteRegistration"),
        ]
        for (event, tiktokEvent) in builders {
            #expect(try await RoutedEvent(event).tiktokEvent == tiktokEvent)
        }
        let search = try await RoutedEvent(.search("blue mug", eventID: "e"))
        #expect(search["properties.search_string"] == #""blue mug""#)
    }

    @Test("the user and the shopper's device reach TikTok hashed and in clear as it wants them")
    func userAndContext() async throws {
        var event = ConversionEvent.sample("ord-1")
        event.user = .init(id: "1042", email: "ada@example.com", phone: "07700 900123", city: "London")
        event.context = .init(
            pageURL: "https://shop.example/thanks?ttclid=E.C.P.x", clientIP: "81.2.69.142", userAgent: "Mozilla/5.0",
            locale: "en-GB", ttp: "ttp-1")
        let routed = try await RoutedEvent(event)
        let email = TestDigest.sha256("ada@example.com").map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
        #expect(routed["user.email"] == "\"\(email)\"")
        #expect(routed["user.phone"]?.count == 66 && routed["user.external_id"]?.count == 66)
        #expect(routed["user.ip"] == #""81.2.69.142""# && routed["user.user_agent"] == #""Mozilla/5.0""#)
        #expect(routed["user.ttclid"] == #""E.C.P.x""# && routed["user.ttp"] == #""ttp-1""#)
        #expect(routed["user.locale"] == #""en-GB""#)
        #expect(routed["page.url"] == #""https://shop.example/thanks?ttclid=E.C.P.x""#)
    }

    @Test("without a time the moment of the call is taken and marked; a given time stays")
    func time() async throws {
        let before = Date().timeIntervalSince1970
        let routed = try await RoutedEvent(.sample("ord-1"))
        #expect(routed.marks == [.receivedEventTime])
        let taken = try #require(routed.stored["event_time"]?.string.flatMap { Timestamp(iso8601: $0) })
        #expect(abs(Double(taken.milliseconds) / 1000 - before) < 60)
        var given = ConversionEvent.sample("ord-2")
        given.time = Date(timeIntervalSince1970: 1_690_000_000)
        let other = try await RoutedEvent(given)
        #expect(other.marks.isEmpty && other.stored["event_time"]?.string == "2023-07-22T04:26:40.000Z")
        #expect(other["event_time"] == "1690000000")
    }

    @Test("a time that no event can have is refused, not a crash", arguments: [-1, .nan, .infinity, 1e300, 4e9])
    func impossibleTime(seconds: Double) async throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(path: folder.file("outbox.db"), source: "shop")
        var event = ConversionEvent.sample("ord-1")
        event.time = Date(timeIntervalSince1970: seconds)
        let error = await #expect(throws: OutboxError.self) { try await outbox.enqueue(event) }
        #expect(error?.rejected.first?.problems.map(\.path) == ["event_time"])
    }

    @Test("an event that is too deep or too large is refused, not a crash")
    func limits() async throws {
        let folder = try TemporaryFolder()
        let outbox = try Outbox(path: folder.file("outbox.db"), source: "shop")
        var deep = PropertyValue.string("x")
        for _ in 0..<5000 { deep = .array([deep]) }
        for value in [deep, .string(String(repeating: "x", count: 40_000))] {
            let event = ConversionEvent("custom", eventID: "e", properties: ["value_of_mine": value])
            let error = await #expect(throws: OutboxError.self) { try await outbox.enqueue(event) }
            #expect(error?.code == .invalidEvent)
        }
    }
}
