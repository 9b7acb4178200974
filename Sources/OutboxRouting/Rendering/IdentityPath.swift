package import OutboxCore
package import OutboxIdentity

/// Where a native event has its identities.
package enum IdentityPath {
    /// What a ready-made digest's name ends with.
    package static let digestSuffix = "_sha256"

    /// All of them, each clear one with its ready-made digest.
    package static let all: [JSONPath] = IdentityField.allCases.flatMap { field in
        [field.rawValue, field.rawValue + digestSuffix].map { JSONPath([.key("user"), .key($0)]) }
    }

    /// Which identity is at a path; nil for every other path.
    package static func field(at path: JSONPath) -> IdentityField? {
        guard path.components.count >= 2, case .key("user") = path.components[0],
            case .key(let name) = path.components[1]
        else { return nil }
        if let field = IdentityField(rawValue: name) { return field }
        guard name.hasSuffix(digestSuffix) else { return nil }
        return IdentityField(rawValue: String(name.dropLast(digestSuffix.count)))
    }
}
