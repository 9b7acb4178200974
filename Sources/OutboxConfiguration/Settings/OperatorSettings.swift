/// One token for the operator API and the pages.
package struct OperatorSettings: Sendable, Hashable {
    /// Who it is for.
    package var name: String
    /// Where the token is found.
    package var token: SecretReference

    /// Makes an operator.
    package init(name: String, token: SecretReference) {
        self.name = name
        self.token = token
    }
}
