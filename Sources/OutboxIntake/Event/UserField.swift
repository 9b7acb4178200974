import OutboxCore
import OutboxIdentity

/// The members of `user`.
enum UserField {
    /// Those that are no identities.
    private static let places = ["city", "state", "country"]

    /// Whether a key names a member that is no identity.
    static func isPlace(_ key: JSONValue) -> Bool {
        placeNames.number(of: key) != nil
    }

    private static let placeNames = JSONNames(places)

    /// What is said of a member that is none of them.
    ///
    /// - Parameter isKept: whether it is stored (`privacy.store: full`).
    static func unknown(_ name: String, isKept: Bool) -> String {
        let fate = isKept ? "kept in clear, and read by nothing" : "left out, since it may be personal data"
        let hint = suggestion(for: name).map { "did you mean \($0)?" } ?? "what is not personal goes into properties"
        return "not a field of user, \(fate): \(hint)"
    }

    private static let names =
        IdentityField.allCases.flatMap { [$0.rawValue, $0.rawValue + "_sha256"] } + places

    private static func suggestion(for name: String) -> String? {
        let folded = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
        if let meant = others[folded] { return meant.map { "user.\($0)" }.joined(separator: " and ") }
        return Suggestion.nearest(to: name, among: names).map { "user.\($0)" }
    }

    /// What others call them, in lower case and without signs.
    private static let others: [String: [String]] = {
        let words: [([String], String)] = [
            (["name", "fullname", "displayname"], "first_name last_name"),
            (["mail", "emailaddress", "mailaddress", "useremail"], "email"),
            (["emailhash", "hashedemail", "sha256email", "sha256emailaddress"], "email_sha256"),
            (["phonenumber", "telephone", "tel", "mobile", "mobilephone", "mobilenumber", "cellphone"], "phone"),
            (["phonehash", "hashedphone", "sha256phone", "sha256phonenumber"], "phone_sha256"),
            (["firstname", "givenname", "forename"], "first_name"),
            (["lastname", "surname", "familyname"], "last_name"),
            (["postalcode", "postcode", "zipcode"], "zip"),
            (["userid", "externalid", "customerid", "uid"], "id"),
            (["region", "province"], "state"), (["town", "locality"], "city"), (["countrycode"], "country"),
        ]
        var others: [String: [String]] = [:]
        for (names, meant) in words {
            for name in names { others[name] = meant.split(separator: " ").map(String.init) }
        }
        return others
    }()
}
