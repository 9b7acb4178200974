/// One place in the configuration that refers to a secret.
package struct SecretUse: Sendable, Hashable {
    /// What the secret is for.
    package enum Purpose: Sendable, Hashable {
        /// TikTok's access token of a destination; nothing is delivered without it.
        case accessToken
        /// A write key of a source.
        case sourceKey
        /// A token of an operator.
        case operatorToken

        /// What such a secret is called.
        package var word: String {
            switch self {
            case .accessToken, .operatorToken: "token"
            case .sourceKey: "key"
            }
        }
    }

    /// Where in the file: `destinations.main.access_token`.
    package var path: String
    /// Its line, counted from 1.
    package var line: Int
    /// What the secret is for.
    package var purpose: Purpose
    /// Where the secret is found.
    package var reference: SecretReference

    /// Makes a use.
    package init(path: String, line: Int, purpose: Purpose, reference: SecretReference) {
        self.path = path
        self.line = line
        self.purpose = purpose
        self.reference = reference
    }
}
