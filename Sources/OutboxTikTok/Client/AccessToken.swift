/// Which tokens can be sent in a header.
enum AccessToken {
    /// Whether a token can travel: not empty, and of visible ASCII characters only (RFC 9110, section 5.5), so that
    /// nothing in it can end the header.
    static func canTravel(_ token: String) -> Bool {
        !token.isEmpty && token.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// What is wrong with a token that cannot travel, without showing it.
    static func problem(_ token: String) -> String {
        token.isEmpty
            ? "no access token: nothing was sent"
            : "the access token has characters that no header can carry (a line break or a space?): nothing was sent"
    }
}
