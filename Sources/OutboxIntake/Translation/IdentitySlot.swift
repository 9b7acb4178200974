import OutboxIdentity

/// What an identity's place in the native event says of its value.
enum IdentitySlot: Sendable, Hashable {
    /// A clear value, or a digest in its place.
    case clear(IdentityField)
    /// A digest (`_sha256`).
    case digest(IdentityField)

    /// The slot of a member of `user`; nil for one that is no identity.
    init?(member: String) {
        if let field = IdentityField(rawValue: member) {
            self = .clear(field)
        } else if member.hasSuffix("_sha256"), let field = IdentityField(rawValue: String(member.dropLast(7))) {
            self = .digest(field)
        } else {
            return nil
        }
    }
}
