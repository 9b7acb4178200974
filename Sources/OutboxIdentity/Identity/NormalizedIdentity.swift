/// What became of one identity.
package enum NormalizedIdentity: Sendable, Equatable {
    /// The SHA-256 digest, 64 lower-case hexadecimal digits; `alreadyHashed` if the value was a digest when it came.
    case digest(String, alreadyHashed: Bool)
    /// Nothing can be sent in its place, and why.
    case dropped(DropReason)
}
