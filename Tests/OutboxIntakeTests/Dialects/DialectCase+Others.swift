import OutboxIntake

extension DialectCase {
    // Shapes: developers.google.com, Measurement Protocol, gtag and data layer.
    static let ga4: [DialectCase] = [
        DialectCase(
            name: "an event of the Measurement Protocol", dialect: .ga4,
            received: #"""
                {"client_id":"1.2","user_id":"1042","timestamp_micros":1795345200000000,"ip_override":"8.8.8.8",
                 "device":{"language":"fr"},"user_agent":"UA",
                 "user_data":{"sha256_email_address":
                  ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
                   "address":[{"city":"Lyon","region":"ARA","postal_code":"69001","country":"FR"}]},
                 "consent":{"ad_user_data":"GRANTED","ad_personalization":"DENIED"},
                 "name":"purchase","params":{"event_id":"e-1","transaction_id":"o-1","value":59.9,"currency":"EUR",
                   "coupon":"NOV","session_id":"1","page_location":"https://shop.example/thanks",
                   "items":[{"item_id":"77120","item_name":"Mug","price":29.95,"quantity":2,"item_list_id":"l"}]}}
                """#,
            native: #"""
                {"event_name":"purchase","event_id":"e-1","event_time":1795345200000000,
                 "user":{"id":"1042",
                  "email_sha256":["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
                   "zip":"69001","city":"Lyon","state":"ARA","country":"FR"},
                 "consent":{"google":{"ad_user_data":"granted","ad_personalization":"denied"}},
                 "context":{"page":{"url":"https://shop.example/thanks"},
                   "device":{"ip":"8.8.8.8","user_agent":"UA","locale":"fr"}},
                 "properties":{"transaction_id":"o-1","value":59.9,"currency":"EUR","coupon":"NOV","session_id":"1",
                   "items":[{"item_id":"77120","item_name":"Mug","price":29.95,"quantity":2,"item_list_id":"l"}]}}
                """#),
        DialectCase(
            name: "an entry of the data layer", dialect: .ga4,
            received: #"""
                {"event":"add_to_cart","event_id":"e-2","user_id":"1","gcs":"G110",
                 "user_data":{"email":"ada@example.com",
                   "phone_number":"+33612345678","address":{"first_name":"Ada","last_name":"L","street":"1 rue A"}},
                 "event_time":"2026-11-22T11:00:00Z",
                 "ecommerce":{"value":29.95,"currency":"EUR","items":[{"item_id":"77120"}],"cart":"c"}}
                """#,
            native: #"""
                {"event_name":"add_to_cart","event_id":"e-2","event_time":"2026-11-22T11:00:00Z",
                 "user":{"id":"1","email":"ada@example.com","phone":"+33612345678","first_name":"Ada","last_name":"L"},
                 "consent":{"google":{"ad_storage":"granted","analytics_storage":"denied"}},
                 "properties":{"value":29.95,"currency":"EUR","items":[{"item_id":"77120"}],"cart":"c"}}
                """#),
        DialectCase(
            name: "the flat event data of a server container", dialect: .ga4,
            received: #"""
                {"event_name":"search","client_id":"1.2","page_location":"https://shop.example/?q=mug","event_id":"e-3",
                 "event_time":"2026-11-22T11:00:00Z","search_term":"mug","x-ga-gcs":"G101","ip_override":"8.8.8.8",
                 "non_personalized_ads":true}
                """#,
            native: #"""
                {"event_name":"search","event_id":"e-3","event_time":"2026-11-22T11:00:00Z",
                 "consent":{"google":{"ad_storage":"denied","analytics_storage":"granted",
                  "ad_personalization":"denied"}},
                 "context":{"page":{"url":"https://shop.example/?q=mug"},"device":{"ip":"8.8.8.8"}},
                 "properties":{"search_term":"mug"}}
                """#),
    ]

    // Shapes: CommandersAct/Platform-Documentation, events reference; web and mobile specificity.
    static let commandersact: [DialectCase] = [
        DialectCase(
            name: "a flat purchase", dialect: .commandersact,
            received: #"""
                {"event_name":"purchase","id":"o-1","revenue":49.9,"value":59.9,"currency":"EUR","status":"pending",
                 "user":{"id":"1042","email":"ada@example.com","firstname":"Ada","zipcode":"69001","country":"FR",
                   "birthdate":"1970-01-01","consent_categories":[1,3]},
                 "context":{"event_id":"c-1","event_timestamp":"1795345200000",
                   "page":{"url":"https://shop.example/thanks","referrer":"https://shop.example/cart"},
                   "device":{"ip":"8.8.8.8","user_agent":"UA","lang":"fr","cookie":"_ttp=t"}},
                 "partners":{"tiktok":{"ttclid":"E.C.P.1","ldu":true,"shop_id":"s1"}},
                 "items":[{"id":"SKU-1","quantity":2,"variant":"blue","product":{"id":"77120","name":"Mug",
                   "category_1":"Home","brand":"Acme","price":29.95}}]}
                """#,
            native: #"""
                {"id":"c-1","event_name":"purchase","event_id":"o-1","event_time":"1795345200000",
                 "limited_data_use":true,
                 "user":{"id":"1042","email":"ada@example.com","first_name":"Ada","zip":"69001","country":"FR"},
                 "consent":{"1":true,"3":true,"*":false},
                 "context":{"page":{"url":"https://shop.example/thanks","referrer":"https://shop.example/cart"},
                   "device":{"ip":"8.8.8.8","user_agent":"UA","locale":"fr","cookie":"_ttp=t"},
                   "click_ids":{"ttclid":"E.C.P.1"}},
                 "properties":{"transaction_id":"o-1","revenue":49.9,"value":59.9,"currency":"EUR","status":"pending",
                   "shop_id":"s1","items":[{"item_id":"SKU-1","quantity":2,"item_variant":"blue","item_name":"Mug",
                     "item_category":"Home","item_brand":"Acme","price":29.95}]}}
                """#),
        DialectCase(
            name: "properties in a member of their own, from an app", dialect: .commandersact,
            received: #"""
                {"event_name":"search","event_id":"c-2","event_timestamp":"1795345200000",
                 "properties":{"search_term":"mug","user":{"id":"1042","email_sha256":
                   "836f82db99121b3481011f16b49dfa5fbc714a0d1b1b9f784a1ebbbf5b39577f","consent_categories":["1","3"]}},
                 "device":{"type":"ios","advertising_id":"A-1","idfv":"V-1"},
                 "app":{"name":"Shop","version":"1.2","namespace":"com.example.shop"}}
                """#,
            native: #"""
                {"id":"c-2","event_name":"search","event_id":"c-2","event_time":"1795345200000",
                 "user":{"id":"1042",
                   "email_sha256":"836f82db99121b3481011f16b49dfa5fbc714a0d1b1b9f784a1ebbbf5b39577f"},
                 "consent":{"1":true,"3":true,"*":false},
                 "context":{"device":{"idfa":"A-1","idfv":"V-1"},
                   "app":{"app_id":"com.example.shop","app_name":"Shop","app_version":"1.2"}},
                 "properties":{"search_term":"mug"}}
                """#),
        DialectCase(
            name: "a user who has granted nothing has denied everything", dialect: .commandersact,
            received: #"""
                {"event_name":"submit_form","context":{"event_id":"c-3","event_timestamp":1795345200000},
                 "user":{"consent_categories":[]},"page_type":"contact"}
                """#,
            native: #"""
                {"id":"c-3","event_name":"generate_lead","event_id":"c-3","event_time":1795345200000,
                 "consent":{"*":false},"properties":{"page_type":"contact"}}
                """#),
    ]

    // Shapes: elbwalker/walkerOS, the examples of its server destination for TikTok.
    static let walkeros: [DialectCase] = [
        DialectCase(
            name: "an order", dialect: .walkeros,
            received: #"""
                {"name":"order complete","entity":"order","action":"complete","id":"1795345200000-gr0up-1",
                 "timestamp":1795345200000,"trigger":"load","consent":{"marketing":true},"globals":{"lang":"fr"},
                 "data":{"id":"o-1","total":59.9,"currency":"EUR"},
                 "user":{"id":"1042","device":"d","email":"ada@example.com","userAgent":"UA","city":"Lyon",
                  "zip":"69001"},
                 "nested":[{"entity":"product","data":{"id":"77120","name":"Mug","price":29.95,"quantity":2}},
                   {"entity":"gift","data":{"id":"G","name":"Ribbon"}}],
                 "source":{"type":"server","id":"https://shop.example/thanks","previous_id":""}}
                """#,
            native: #"""
                {"id":"1795345200000-gr0up-1","event_name":"purchase","event_id":"1795345200000-gr0up-1",
                 "event_time":1795345200000,"consent":{"marketing":true},
                 "user":{"id":"1042","email":"ada@example.com","city":"Lyon","zip":"69001"},
                 "context":{"page":{"url":"https://shop.example/thanks"},"device":{"user_agent":"UA"}},
                 "properties":{"transaction_id":"o-1","value":59.9,"currency":"EUR",
                   "items":[{"item_id":"77120","item_name":"Mug","price":29.95,"quantity":2}]}}
                """#),
        DialectCase(
            name: "the product that the event is about", dialect: .walkeros,
            received: #"""
                {"name":"product add","entity":"product","action":"add","id":"w-2","timestamp":1795345200000,
                 "data":{"id":"77120","name":"Mug","price":29.95,"color":"blue","tax":20},"nested":[],"user":{}}
                """#,
            native: #"""
                {"id":"w-2","event_name":"add_to_cart","event_id":"w-2","event_time":1795345200000,
                 "properties":{"tax":20,"items":[{"item_id":"77120","item_name":"Mug","item_variant":"blue",
                  "price":29.95}]}}
                """#),
        DialectCase(
            name: "a name of the team's own", dialect: .walkeros,
            received: #"""
                {"name":"mug engrave","entity":"mug","action":"engrave","id":"w-3","timestamp":1795345200000,
                 "data":{"text":"Ada"}}
                """#,
            native: #"""
                {"id":"w-3","event_name":"mug engrave","event_id":"w-3","event_time":1795345200000,
                 "properties":{"text":"Ada"}}
                """#),
    ]

    // Shape: TikTok API for Business, "Report App, Web, Offline, or CRM Events".
    static let tiktok: [DialectCase] = [
        DialectCase(
            name: "a purchase with digests", dialect: .tiktok,
            received: #"""
                {"event":"CompletePayment","event_id":"o-1","event_time":1795345200,"limited_data_use":false,
                 "user":{"external_id":"user_123","email":
                   ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],"ttclid":"E.C.P.1",
                   "ip":"8.8.8.8","user_agent":"UA","zip_code":"69001"},
                 "page":{"url":"https://shop.example/thanks"},
                 "properties":{"currency":"EUR","value":59.9,"order_id":"o-1","content_type":"product","query":"mug",
                   "contents":[{"content_id":"77120","content_name":"Mug","content_category":"Home","brand":"Acme",
                     "price":29.95,"quantity":2,"content_type":"product"}]}}
                """#,
            native: #"""
                {"event_name":"purchase","event_id":"o-1","event_time":1795345200,"limited_data_use":false,
                 "user":{"id":"user_123","email":
                   ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],"zip":"69001"},
                 "context":{"page":{"url":"https://shop.example/thanks"},"device":{"ip":"8.8.8.8","user_agent":"UA"},
                   "click_ids":{"ttclid":"E.C.P.1"}},
                 "properties":{"transaction_id":"o-1","currency":"EUR","value":59.9,"content_type":"product",
                   "search_term":"mug","items":[{"item_id":"77120","item_name":"Mug","item_category":"Home",
                     "item_brand":"Acme","price":29.95,"quantity":2,"content_type":"product"}]}}
                """#),
        DialectCase(
            name: "a lead of a CRM", dialect: .tiktok,
            received: #"""
                {"event":"MyStage","event_time":1795345200,"event_id":"l-1","event_source":"crm",
                 "user":{"email":"ada@example.com"},"lead":{"lead_id":"7","lead_event_source":"Salesforce"}}
                """#,
            native: #"""
                {"event_name":"MyStage","event_time":1795345200,"event_id":"l-1","event_source":"crm",
                 "user":{"email":"ada@example.com"},"context":{"lead":{"lead_id":"7","lead_event_source":"Salesforce"}}}
                """#),
    ]
}
