import OutboxCore
import OutboxIdentity

/// What was understood of the users that an operator named, for people and for programs; never what was given.
struct UnderstoodUsers {
    let users: [NamedUser]

    /// What the users are known by, each once.
    var digests: [UserDigest] {
        var known: Set<UserDigest> = []
        return users.flatMap(\.digests).filter { known.insert($0).inserted }
    }

    /// So many warnings are printed.
    private static let shownWarnings = 20

    /// The kinds of identity with their names, and how many users were read as each.
    private var kinds: [(name: String, words: String, count: Int)] {
        func count(_ field: IdentityField) -> Int { users.count { $0.readAs.contains(field) } }
        return [
            ("id", "an id", count(.externalID)), ("email", "an e-mail address", count(.email)),
            ("phone", "a phone number", count(.phone)), ("digest", "a ready digest", users.count { $0.readAs.isEmpty }),
        ]
    }

    /// `2 users: 2 as an id, 1 as an e-mail address`
    var summary: String {
        let kinds = kinds.filter { $0.count > 0 }.map { "\($0.count) as \($0.words)" }
        return Plural.text(users.count, "user") + ": " + kinds.joined(separator: ", ")
    }

    private var warnings: [(user: Int, problem: String)] {
        users.enumerated().compactMap { index, user in
            user.doubt.map { reason in (index + 1, "taken as an id alone: \(Self.remedy(reason))") }
        }
    }

    /// Warns on stderr of users who were not read as what they look like.
    func printWarnings(_ console: Console) {
        for warning in warnings.prefix(Self.shownWarnings) {
            console.note("warning: user \(warning.user) is \(warning.problem)")
        }
        let more = warnings.count - Self.shownWarnings
        if more > 0 { console.note("warning: so \(more == 1 ? "is" : "are") \(more) more") }
    }

    /// Writes the members that say the same to programs.
    func write(to writer: inout JSONWriter) {
        writer.key("read_as")
        writer.beginObject()
        for kind in kinds { writer.member(kind.name, kind.count) }
        writer.endObject()
        writer.key("warnings")
        writer.beginArray()
        for warning in warnings {
            writer.beginObject()
            writer.member("user", warning.user)
            writer.member("problem", warning.problem)
            writer.endObject()
        }
        writer.endArray()
    }

    /// What is wrong, and what to do where an identity of another kind was meant.
    private static func remedy(_ reason: DropReason) -> String {
        switch reason {
        case .noCountryCode:
            "a phone number has a plus and its country code (+33612345678), unless identity.phone_region is set"
        case .doesNotFit(let region):
            "no number of identity.phone_region \(region.code); write a phone number with its plus and country code"
        case .notAnEmail: "not the form of an e-mail address; write it whole and without its display name"
        case .looksLikeMD5, .looksLikeSHA1: "an older digest; identities are known by their SHA-256"
        default: reason.description
        }
    }
}
