import OutboxIntake

extension DialectCase {
    // Shapes: segmentio/segment-docs, src/connections/spec.
    static let segment: [DialectCase] = [
        DialectCase(
            name: "an order", dialect: .segment,
            received: #"""
                {"type":"track","event":"Order Completed","messageId":"m-1","anonymousId":"anon-7","userId":"1042",
                 "timestamp":"2026-11-22T11:00:00Z","sentAt":"2026-11-22T11:00:02Z","writeKey":"secret",
                 "context":{"ip":"8.8.8.8","userAgent":"UA","locale":"fr-FR","library":{"name":"analytics.js"},
                   "page":{"url":"https://shop.example/thanks","referrer":"https://shop.example/cart","title":"Thanks"},
                   "campaign":{"source":"news"},
                   "consent":{"categoryPreferences":{"Advertising":true,"Analytics":false}},
                   "traits":{"email":"ada@example.com","firstName":"Ada","address":{"city":"Lyon",
                    "postalCode":"69001"}}},
                 "properties":{"order_id":"o-1","revenue":49.9,"total":59.9,"currency":"EUR","coupon":"NOV",
                   "products":[{"product_id":"77120","sku":"M-1","name":"Mug","brand":"Acme","category":"Home",
                     "variant":"blue","price":29.95,"quantity":2,"position":1}]}}
                """#,
            native: #"""
                {"id":"m-1","event_name":"purchase","event_id":"m-1","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1042","email":"ada@example.com","first_name":"Ada","city":"Lyon","zip":"69001"},
                 "consent":{"Advertising":true,"Analytics":false},
                 "context":{"page":{"url":"https://shop.example/thanks","referrer":"https://shop.example/cart",
                   "title":"Thanks"},"device":{"ip":"8.8.8.8","user_agent":"UA","locale":"fr-FR"},
                   "campaign":{"source":"news"}},
                 "properties":{"transaction_id":"o-1","value":49.9,"total":59.9,"currency":"EUR","coupon":"NOV",
                   "items":[{"item_id":"77120","sku":"M-1","item_name":"Mug","item_brand":"Acme","item_category":"Home",
                     "item_variant":"blue","price":29.95,"quantity":2,"position":1}]}}
                """#),
        DialectCase(
            name: "one product beside the event", dialect: .segment,
            received: #"""
                {"type":"track","event":"Product Viewed","messageId":"m-2","anonymousId":"anon-7",
                 "timestamp":"2026-11-22T11:00:00Z",
                 "properties":{"event_id":"e-2","product_id":"77120","name":"Mug","price":29.95,"currency":"EUR",
                   "url":"https://shop.example/mug","ttclid":"E.C.P.1","items":3}}
                """#,
            native: #"""
                {"id":"m-2","event_name":"view_item","event_id":"e-2","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"anon-7"},
                 "context":{"page":{"url":"https://shop.example/mug"},"click_ids":{"ttclid":"E.C.P.1"}},
                 "properties":{"currency":"EUR","items":[{"item_id":"77120","item_name":"Mug","price":29.95}]}}
                """#),
        DialectCase(
            name: "a page call", dialect: .segment,
            received: #"""
                {"type":"page","name":"Home","messageId":"m-3","userId":"1042","timestamp":"2026-11-22T11:00:00Z",
                 "properties":{"url":"https://shop.example/","referrer":"","title":"Shop"}}
                """#,
            native: #"""
                {"id":"m-3","event_name":"page_view","event_id":"m-3","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1042"},"context":{"page":{"url":"https://shop.example/","referrer":""}},
                 "properties":{"title":"Shop"}}
                """#),
        DialectCase(
            name: "an identify call keeps its name", dialect: .segment,
            received: #"""
                {"type":"identify","messageId":"m-4","userId":"1042","timestamp":"2026-11-22T11:00:00Z",
                 "traits":{"email":"ada@example.com","name":"Ada L","plan":"pro"}}
                """#,
            native: #"""
                {"id":"m-4","event_name":"identify","event_id":"m-4","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1042","email":"ada@example.com"}}
                """#),
        DialectCase(
            name: "a name in another case", dialect: .segment,
            received: #"""
                {"type":"track","event":"order completed","messageId":"m-5","userId":"1",
                 "timestamp":"2026-11-22T11:00:00Z"}
                """#,
            native: #"""
                {"id":"m-5","event_name":"purchase","event_id":"m-5","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1"}}
                """#,
            warning: #"event: taken for "Order Completed""#),
        DialectCase(
            name: "a cancelled order is a refund", dialect: .segment,
            received: #"""
                {"type":"track","event":"Order Cancelled","messageId":"m-6","userId":"1",
                 "timestamp":"2026-11-22T11:00:00Z","properties":{"order_id":"o-1","total":59.9}}
                """#,
            native: #"""
                {"id":"m-6","event_name":"refund","event_id":"m-6","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1"},
                 "properties":{"transaction_id":"o-1","value":59.9}}
                """#),
        DialectCase(
            name: "an app on iOS", dialect: .segment,
            received: #"""
                {"type":"track","event":"Application Opened","messageId":"m-7","userId":"1",
                 "timestamp":"2026-11-22T11:00:00Z","integrations":{"TikTok Conversions":{"ttp":"t"}},
                 "context":{"app":{"name":"Shop","version":"1.2","namespace":"com.example.shop"},
                   "device":{"type":"ios","id":"V-1","advertisingId":"A-1","trackingStatus":"notDetermined"}}}
                """#,
            native: #"""
                {"id":"m-7","event_name":"session_start","event_id":"m-7","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1"},"integrations":{"TikTok Conversions":{"ttp":"t"}},
                 "context":{"device":{"idfa":"A-1","idfv":"V-1","att_status":"NOT_DETERMINED"},
                   "click_ids":{"ttp":"t"},
                   "app":{"app_id":"com.example.shop","app_name":"Shop","app_version":"1.2"}}}
                """#),
        DialectCase(
            name: "what a team has called its own", dialect: .segment,
            received: #"""
                {"type":"track","event":"Mug Engraved","messageId":"m-8","userId":"1",
                 "timestamp":"2026-11-22T11:00:00Z","properties":{"event_source":"newsletter","text":"Ada",
                   "address":{"street":"1 rue A","postal_code":"69001"}}}
                """#,
            native: #"""
                {"id":"m-8","event_name":"Mug Engraved","event_id":"m-8","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1","zip":"69001"},"properties":{"event_source":"newsletter","text":"Ada"}}
                """#),
    ]

    // Shapes: rudderstack.com/docs, event spec and "passing consent".
    static let rudderstack: [DialectCase] = [
        DialectCase(
            name: "an order", dialect: .rudderstack,
            received: #"""
                {"type":"track","channel":"web","event":"Order Completed","messageId":"m-1","rudderId":"r",
                 "anonymousId":"anon-7","userId":"1042","originalTimestamp":"2026-11-22T11:00:00Z",
                 "context":{"ip":"8.8.8.8","userAgent":"UA","page":{"url":"https://shop.example/thanks"},
                   "traits":{"email":"ada@example.com","lastname":"L","country":"FR","address":{"city":"Lyon"}},
                   "device":{"type":"Android","advertisingId":"A-1","attTrackingStatus":3},
                   "consentManagement":{"provider":"oneTrust","allowedConsentIds":["C0001","C0004"],
                     "deniedConsentIds":["C0002"]}},
                 "properties":{"eventId":"e-1","orderId":"o-1","value":59.9,"currency":"EUR","shopId":"s1",
                   "contentType":"product_group",
                   "contents":[{"content_id":"77120","content_name":"Mug","price":29.95,"quantity":2}]}}
                """#,
            native: #"""
                {"id":"m-1","event_name":"purchase","event_id":"e-1","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1042","email":"ada@example.com","last_name":"L","city":"Lyon","country":"FR"},
                 "consent":{"C0001":true,"C0004":true,"C0002":false},
                 "context":{"page":{"url":"https://shop.example/thanks"},
                   "device":{"ip":"8.8.8.8","user_agent":"UA","gaid":"A-1","att_status":"AUTHORIZED"}},
                 "properties":{"transaction_id":"o-1","value":59.9,"currency":"EUR","shop_id":"s1",
                   "content_type":"product_group",
                   "items":[{"item_id":"77120","item_name":"Mug","price":29.95,"quantity":2}]}}
                """#),
        DialectCase(
            name: "a checkout step is no payment", dialect: .rudderstack,
            received: #"""
                {"type":"track","event":"Checkout Step Completed","messageId":"m-2","anonymousId":"a",
                 "timestamp":"2026-11-22T11:00:00Z","traits":{"phone":"+33612345678"}}
                """#,
            native: #"""
                {"id":"m-2","event_name":"add_shipping_info","event_id":"m-2","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"a","phone":"+33612345678"}}
                """#),
    ]
}
