import OutboxCore
package import OutboxIdentity
package import OutboxMapping

extension MappingGrammar {
    /// The language over a native event, of which any path may be asked; identities are compared by value, whatever
    /// form they are stored in.
    package static func native(identity: IdentityRules) -> MappingGrammar {
        let normalizer = IdentityNormalizer(rules: identity)
        var grammar = MappingGrammar()
        grammar.functions = functions(identity: identity)
        grammar.isIdentity = { IdentityPath.field(at: $0) != nil }
        grammar.equivalents = { path, constant in
            guard let field = IdentityPath.field(at: path) else { return [] }
            var texts: [String] = []
            if case .digest(let digest, _) = normalizer.normalize(constant, as: field) { texts.append(digest) }
            if let normal = normalizer.normalized(constant, as: field) { texts.append(normal) }
            return texts
        }
        grammar.digest = { path, text in
            guard let field = IdentityPath.field(at: path), !text.allSatisfy(\.isWhitespace) else { return nil }
            if case .digest(let digest, _) = normalizer.normalize(text, as: field) { return digest }
            // Nobody's, for no identity is made of it: it is equal to none, as the text was.
            return SHA256Digest.hexadecimal(of: text)
        }
        let scanner = PersonalDataScanner()
        grammar.scrubbed = { scanner.scrub($0)?.text }
        grammar.twins = { path in
            guard case .key(let name)? = path.components.last, IdentityPath.field(at: path) != nil,
                path.components.count == 2, !name.hasSuffix(IdentityPath.digestSuffix)
            else { return [] }
            return [JSONPath([.key("user"), .key(name + IdentityPath.digestSuffix)])]
        }
        grammar.kind = { texts.contains($0.description) ? .text : nil }
        grammar.groups.formUnion(["ad", "context.ad", "properties.mileage"])
        return grammar
    }

    /// The functions that read identities, by the configured rules.
    private static func functions(identity: IdentityRules) -> IdentityFunctions {
        let normalizer = IdentityNormalizer(rules: identity)
        return IdentityFunctions(
            sha256: { text in
                if let digest = SHA256Digest(hexadecimal: text) { return .text(digest.hexadecimal) }
                return text.isEmpty ? .dropped("empty") : .text(SHA256Digest.hexadecimal(of: text))
            },
            email: { outcome(of: $0, as: .email, normalizer) },
            phone: { text, region in
                guard let region else { return outcome(of: text, as: .phone, normalizer) }
                var rules = identity
                rules.phoneRegion = PhoneRegion(code: region)
                return outcome(of: text, as: .phone, IdentityNormalizer(rules: rules))
            },
            isPhoneRegion: { PhoneRegion(code: $0) != nil })
    }

    private static func outcome(
        of text: String, as field: IdentityField, _ normalizer: IdentityNormalizer
    ) -> IdentityFunctions.Outcome {
        switch normalizer.normalize(text, as: field) {
        case .dropped(let reason): .dropped(reason.description)
        case .digest(let digest, alreadyHashed: true): .text(digest)
        case .digest(let digest, alreadyHashed: false): .text(normalizer.normalized(text, as: field) ?? digest)
        }
    }

    private static let texts: Set = [
        "event_name", "event_source", "user.city", "user.state", "user.country", "context.page.url",
        "context.page.referrer", "context.device.ip", "context.device.user_agent", "context.device.locale",
        "context.device.cookie", "properties.currency",
    ]
}
