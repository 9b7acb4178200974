import OutboxIdentity
import Testing

/// What is found in strings that are no identities, and what stays.
struct PersonalDataScannerTests {
    private let scanner = PersonalDataScanner()
    private static let email = SHA256Digest.hexadecimal(of: "jane@example.com")
    private static let tagged = SHA256Digest.hexadecimal(of: "jane+tag@example.com")
    private static let phone = SHA256Digest.hexadecimal(of: "+4915123456789")

    @Test(arguments: ["jane@example.com", " JANE@Example.com\n", "mailto:jane@example.com", "?jane@example.com"])
    func findsAnAddress(text: String) {
        let scrubbed = scanner.scrub(text)
        #expect(scrubbed?.found == [.email])
        #expect(scrubbed?.text.hasSuffix(Self.email) == true)
    }

    @Test(arguments: [
        "+4915123456789", " +49 (0) 151 / 234-567-89", "(+49) 151 23456789", "＋４９ 151 23456789", "tel:+49-151-23456789",
    ])
    func findsANumber(text: String) {
        let scrubbed = scanner.scrub(text)
        #expect(scrubbed?.found == [.phone])
        #expect(scrubbed?.text.hasSuffix(Self.phone) == true)
    }

    /// `E` stands for the address's digest, `T` for that of the address with a tag, `P` for the number's.
    @Test(arguments: [
        ("https://shop.example/?email=jane@example.com", "https://shop.example/?email=E"),
        (
            "https://shop.example/a?x=1&email=jane%40example.com&y=%2B#top",
            "https://shop.example/a?x=1&email=E&y=%2B#top"
        ),
        ("https://shop.example/?e=Jane%40Example.COM&p=%2B49+151+23456789", "https://shop.example/?e=E&p=P"),
        ("https://shop.example/?p=+4915123456789;e=jane@example.com", "https://shop.example/?p=P;e=E"),
        ("https://shop.example/?p=%204915123456789", "https://shop.example/?p=P"),
        ("https://shop.example/?p= 4915123456789", "https://shop.example/?p=P"),
        ("https://shop.example/?e=jane+tag@example.com", "https://shop.example/?e=T"),
        ("https://shop.example/?e=jane%2Btag%40example.com", "https://shop.example/?e=T"),
        ("https://shop.example/?e=jane%252Btag%2540example.com", "https://shop.example/?e=T"),
        ("https://shop.example/?e=jane%25%34%30example.com", "https://shop.example/?e=E"),
        ("https://shop.example/?jane@example.com", "https://shop.example/?E"),
        ("https://shop.example/?jane%40example.com=1", "https://shop.example/?E=1"),
        ("?email=jane@example.com&b=%zz", "?email=E&b=%zz"),
        ("email=jane@example.com&a=b", "email=E&a=b"),
        ("https://shop.example/#email=jane@example.com", "https://shop.example/#email=E"),
        ("https://shop.example/#/reset/jane@example.com?x", "https://shop.example/#/reset/E?x"),
        ("https://shop.example/users/jane@example.com/orders", "https://shop.example/users/E/orders"),
        ("https://shop.example/users/jane%40example.com", "https://shop.example/users/E"),
        ("/unsubscribe/jane@example.com", "/unsubscribe/E"),
        ("/u;email=jane@example.com/x", "/u;email=E/x"),
        ("https://t.example/+4915123456789", "https://t.example/P"),
        ("mailto:jane@example.com,jane+tag@example.com?subject=a", "mailto:E,T?subject=a"),
        (
            "https://a.example/?to=https%3A%2F%2Fshop.example%2F%3Fe%3Djane%2540example.com%26x%3D1&z=%20",
            "https://a.example/?to=https%3A%2F%2Fshop.example%2F%3Fe%3DE%26x%3D1&z=%20"
        ),
        ("https://a.example/?to=/users/jane@example.com", "https://a.example/?to=/users/E"),
        ("https%3A%2F%2Fshop.example%2F%3Fe%3Djane%40example.com", "https%3A%2F%2Fshop.example%2F%3Fe%3DE"),
        ("https://shop.example/?a=1&amp;e=jane@example.com", "https://shop.example/?a=1&amp;e=E"),
        ("https://shop.example/?q=ü%FF&e=jane@example.com", "https://shop.example/?q=ü%FF&e=E"),
    ])
    func replacesPartsOfURLsAndNothingElse(url: String, expected: String) {
        let text = expected.map { character in
            switch character {
            case "E": Self.email
            case "T": Self.tagged
            case "P": Self.phone
            default: String(character)
            }
        }.joined()
        #expect(scanner.scrub(url)?.text == text)
    }

    /// `E`, `T` and `P` as above, in braces.
    @Test(arguments: [
        ("write to jane@example.com please", "write to {E} please"), ("Jane <Jane@Example.com>, hi", "Jane <{E}>, hi"),
        ("jane@example.com.", "{E}."), ("(jane@example.com)", "({E})"), ("Mail:jane@example.com;ok", "Mail:{E};ok"),
        ("a jane+tag@example.com, jane@example.com!", "a {T}, {E}!"), ("\"jane@example.com\"", "\"{E}\""),
        ("...jane@example.com--", "...{E}--"), ("jane@example.com_old", "{E}_old"),
        ("is jane@example.com-1", "is {E}-1"),
        ("ord-1042 jane@example.com\nnext", "ord-1042 {E}\nnext"), ("您好 请联系jane@example.com谢谢", "您好 请联系{E}谢谢"),
        ("Thanks – jane@example.com | Shop", "Thanks – {E} | Shop"), ("jane@example.com.2026", "{E}.2026"),
        ("call +49 151 23456789 now", "call {P} now"), ("call (+49) 151-23456789, or", "call {P}, or"),
        ("call (+49 151 23456789)", "call ({P})"), ("+4915123456789 2026-11-25", "{P} 2026-11-25"),
        ("+49 (0) 151 / 234-567-89 x 2", "{P} x 2"), ("tél.:+49\u{A0}151\u{202F}23456789.", "tél.:{P}."),
        ("请拨打+4915123456789。", "请拨打{P}。"), ("+49 151 23456789 / jane@example.com", "{P} / {E}"),
        (
            "Mozilla/5.0 (compatible; Bot/1.0; +mailto:jane@example.com)",
            "Mozilla/5.0 (compatible; Bot/1.0; +mailto:{E})"
        ),
        ("https://shop.example/to:a-jane@example.com/c", "https://shop.example/to:{X}/c"),
        ("https://shop.example/?msg=mail%20jane%40example.com%20now", "https://shop.example/?msg=mail%20{E}%20now"),
        ("https://shop.example/?m=call:+%2B49+151,ok", "https://shop.example/?m=call:+%2B49+151,ok"),
        ("https://shop.example/?m=call:%20%2B49%2015123456789&x=1", "https://shop.example/?m=call:%20{P}&x=1"),
        ("https://shop.example/?m=call+%2B49+151+23456789+now", "https://shop.example/?m=call+{P}+now"),
        ("https://shop.example/#!mail;to:jane@example.com", "https://shop.example/#!mail;to:{E}"),
        ("see https://jane@shop.example/?e=jane@example.com", "see https://shop.example/?e={E}"),
        ("/avatars/jane@example.com.png", "/avatars/{E}.png"),
    ])
    func replacesWhatStandsInsideALongerText(text: String, expected: String) {
        let longer = SHA256Digest.hexadecimal(of: "a-jane@example.com")
        let wanted = [("{E}", Self.email), ("{T}", Self.tagged), ("{P}", Self.phone), ("{X}", longer)]
            .reduce(expected) { $0.replacing($1.0, with: $1.1) }
        #expect((scanner.scrub(text)?.text ?? text) == wanted)
    }

    @Test(arguments: [
        "GMT+0100 (CET)", "Sat Nov 22 2026 14:03:21 GMT+0100", "22/Nov/2026:14:03:21 +0100 1234567", "a@1.2",
        "installed lodash@4.17.21 and react@18.2.0-rc.1", "npm i @scope/pkg@1.0.0-beta.rc",
        "sprite@2x.min.css 3 @ 4.50",
        "thanks @jane and @bob.", "price +12.50 EUR", "total +1.250.000,00", "+1,250,000 views", "over +12 500 000 of",
        "1+1=2",
        "order 4915123456789", "v1.2.3+20251122", "C++ +1 +1 +1", "+999 12345678 x", "meet @ shop.example",
        "+12345678901234567890", "a@b@c",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko; +http://bot.example/a.html)",
        "E.C.P.Cabc+12def/34@", "one@localhost two", "x @example.com",
    ])
    func leavesProseAlone(text: String) {
        #expect(scanner.scrub(text) == nil)
    }

    /// A browser sends it to the host alone, so a page has the same address without.
    @Test(arguments: [
        ("https://ada@example.com:x@shop.example/", "https://shop.example/"),
        ("https://ada:x@example.com/", "https://example.com/"), ("https://jane@shop.example/", "https://shop.example/"),
        ("https://jane%40example.com:secret@shop.example/", "https://shop.example/"),
        ("https://ada;x,y(z):p&w@shop.example/a?b=c@d", "https://shop.example/a?b=c@d"),
        ("https://ada:@localhost", "https://localhost"), ("//ada:x@shop.example/a", "//shop.example/a"),
        ("see https://git@github.example/a/b, ok", "see https://github.example/a/b, ok"),
        ("ssh://git:x@host.example:22/a jane", "ssh://host.example:22/a jane"),
        (
            "https://a.example/?to=https%3A%2F%2Fada%3Ax%40shop.example%2F&z=1",
            "https://a.example/?to=https%3A%2F%2Fshop.example%2F&z=1"
        ),
        ("https://a.example/#//ada:x@shop.example/", "https://a.example/#//shop.example/"),
        ("postgres://ada:x@db/shop and redis://:y@cache", "postgres://db/shop and redis://cache"),
    ])
    func leavesOutTheUserOfAURL(url: String, expected: String) {
        let scrubbed = scanner.scrub(url)
        #expect(scrubbed?.text == expected)
        #expect(scrubbed.map { Set($0.found) } == [.userInfo])
    }

    @Test(arguments: [
        "jane＠example.com", "ＪＡＮＥ＠ｅｘａｍｐｌｅ．ｃｏｍ", "jane\u{FE6B}example.com", "您好 请联系jane＠example.com谢谢",
        "https://shop.example/u/jane＠example.com/orders", "https://shop.example/?e=jane%EF%BC%A0example.com",
        "mail jane%ef%bc%a0example.com now", "#mail=jane＠example.com",
    ])
    func findsFullWidthForms(text: String) {
        let scrubbed = scanner.scrub(text)
        #expect(scrubbed?.found == [.email])
        #expect(scrubbed?.text.contains(Self.email) == true)
        #expect(scanner.scrub("请拨打＋４９ 151 23456789。")?.text == "请拨打\(Self.phone)。")
    }

    @Test(arguments: [
        (#""Ada Lovelace"@Example.com"#, "{Q}"), (#"mail "ada lovelace"@example.com, please"#, "mail {Q}, please"),
        (#"https://shop.example/?m="ada lovelace"@example.com"#, "https://shop.example/?m={Q}"),
        ("https://shop.example/?m=%22ada%20lovelace%22%40example.com&x", "https://shop.example/?m={Q}&x"),
        (#"<"ada lovelace"@example.com>"#, "<{Q}>"),
    ])
    func findsAQuotedLocalPart(text: String, expected: String) {
        let digest = SHA256Digest.hexadecimal(of: #""ada lovelace"@example.com"#)
        #expect(scanner.scrub(text)?.text == expected.replacing("{Q}", with: digest))
    }

    @Test(arguments: [#""x"@shop"#, #""a" @example.com"#, #"""@example.com"#, #"said "x" @ 3.50"#])
    func leavesOtherQuotesAlone(text: String) {
        #expect(scanner.scrub(text) == nil)
    }

    @Test func namesWhatItFoundInOrder() {
        let found = scanner.scrub("/?p=%2B4915123456789&e=jane@example.com&q=%2B4915123456789")?.found
        #expect(found == [.phone, .email, .phone])
    }

    @Test(arguments: [
        "", "Purchase", "1042", "12.50", "+1", "+0100", "+49", "2026-01-01T00:00:00+02:00", "4915123456789",
        "0151 23456789",
        "@jane", "a@b", "5 @ 3.20", "C++ for beginners", "100%", "50%25+", "a+b=c",
        "https://shop.example/a/b?x=1+2&utm_source=news+letter#top", "https://cdn.example/logo@2x.png", "logo@2x.png",
        "https://unpkg.example/react@18.2.0/react.js", "https://maps.example/@48.85,2.35,15z",
        "https://medium.example/@jane",
        "https://shop.example/?q=+red+shoes", "https://shop.example/?t=+1700", "＋",
        "data:image/png;base64,iVBORw0KGgo+AAAANSUhEUg/AAAAUA+==", "E.C.P.CsoBabc+def/ghi%3D", "+999 12345678", "%40",
        "\\u0040", "https://shop.example/?e=jane%2540", "東京＠大阪",
    ])
    func leavesOtherTextAlone(text: String) {
        #expect(scanner.scrub(text) == nil)
    }

    @Test func tellsWholeValuesOnRequest() {
        #expect(scanner.digest(ifPersonal: "Jane@Example.com")?.kind == .email)
        #expect(scanner.digest(ifPersonal: "Jane@Example.com")?.digest == Self.email)
        #expect(scanner.digest(ifPersonal: "+49 151 23456789")?.digest == Self.phone)
        #expect(scanner.digest(ifPersonal: "?e=jane@example.com&x") == nil)
        #expect(scanner.digest(ifPersonal: "Jane") == nil)
    }

    @Test func theFirstLookMissesNoSignAtAnyPosition() {
        for length in 1...70 {
            let plain = [UInt8](repeating: UInt8(ascii: "a"), count: length)
            #expect(!PersonalDataScanner.mayHold(plain[...]))
            for sign in "@+%\\".utf8 {
                for position in 0..<length {
                    var bytes = plain
                    bytes[position] = sign
                    #expect(PersonalDataScanner.mayHold(bytes[...]))
                }
            }
            for position in 0..<(length - 1) {
                var bytes = plain
                bytes.replaceSubrange(position...(position + 1), with: "= ".utf8)
                #expect(PersonalDataScanner.mayHold(bytes[...]))
            }
        }
    }

    /// A search that looked at anything again and again would take minutes here.
    @Test func hostileTextsTakeLinearTime() {
        let size = 60_000
        for piece in [
            "=", "%25", "@", "+", "/", "?", "&", "a@b.c=", "%", "://", "/%2540", ":", "mailto:", "?=%40", "+1 ",
            "+12345678901234 ", "a", "a@", "a@b-", "a@b.1", "+1(", "%2B1", "://a@", "é@é.",
            "＠", "a＠b.c", "\"@", "\"a\"@b.c", "//a@", "://a:",
        ] {
            let text = "/?" + String(repeating: piece, count: size / piece.utf8.count)
            _ = scanner.scrub(text)
            _ = scanner.scrub(text + "&e=jane@example.com")
        }
    }
}
