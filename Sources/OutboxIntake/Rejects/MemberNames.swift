/// What the name of a member says about its value, for excerpts of rejected events.
enum MemberNames {
    /// Members whose texts are words of the producer's vocabulary, not of its customers.
    static let shown: Set<String> = [
        "event_name", "event", "type", "currency", "event_source", "channel", "specversion",
    ]

    /// Members that hold times.
    static let times: Set<String> = [
        "event_time", "timestamp", "originalTimestamp", "sentAt", "receivedAt", "time", "timestamp_micros",
        "event_timestamp",
    ]

    /// Parts of names under which people are found. Whole words where a part says nothing.
    private static let parts = [
        "mail", "phone", "mobile", "msisdn", "user", "customer", "client", "person", "people", "member", "account",
        "profile", "trait", "identi", "firstname", "lastname", "fullname", "surname", "givenname", "familyname",
        "nickname", "username", "birth", "gender", "address", "street", "city", "zip", "postal", "postcode", "country",
        "region", "latitude", "longitude", "geo", "location", "cookie", "token", "secret", "password", "authorization",
        "session", "device", "fingerprint", "iban", "card", "tax", "passport", "license", "advertis", "anonymous",
        "externalid", "writekey", "apikey", "ssn", "dob",
    ].map { Array($0.utf8) }
    private static let words: Set<String> = [
        "id", "uid", "uuid", "guid", "name", "first", "last", "tel", "fax", "cell", "ip", "sms", "who", "to", "from",
        "cc", "bcc", "contact", "recipient", "sender", "buyer", "owner", "lat", "lng", "lon", "age", "sex", "key",
        "auth", "idfa", "idfv", "gaid", "ttp", "ttclid", "gclid", "fbp", "fbc", "state", "n", "em", "ph", "fn", "ln",
        "external", "crm", "loyalty", "lead",
    ]

    /// Whether a value under this name may tell who somebody is; so does everything in it.
    static func soundsPersonal(_ name: String) -> Bool {
        if shown.contains(name) || times.contains(name) { return false }
        // By bytes: a search in characters would cost a hundred times what keeping the event does.
        let letters = name.lowercased().utf8.filter { 0x61...0x7A ~= $0 || $0 >= 0x80 }
        return words.contains(String(decoding: letters, as: UTF8.self)) || letters.suffix(2).elementsEqual("id".utf8)
            || parts.contains { isPart($0, of: letters) }
    }

    private static func isPart(_ part: [UInt8], of letters: [UInt8]) -> Bool {
        letters.indices.dropLast(part.count - 1).contains { letters[$0...].starts(with: part) }
    }
}
