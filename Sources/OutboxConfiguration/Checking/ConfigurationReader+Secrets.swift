import OutboxYAML

extension ConfigurationReader {
    static let tokenExample = "TIKTOK_ACCESS_TOKEN"

    /// Reads `access_token`, or `access_tokens` with the new one first while tokens are changed.
    mutating func readAccessTokens(_ section: Section, isRequired: Bool) -> [SecretReference] {
        let example = "{env: \(Self.tokenExample)}"
        guard let setting = section["access_tokens"] else {
            let setting = isRequired ? section.required("access_token", example: example) : section["access_token"]
            guard let setting else { return [] }
            if case .list = setting.node.content {
                setting.error("a list where one secret is named", "access_tokens: [{env: NEW_TOKEN}, {env: OLD_TOKEN}]")
                return []
            }
            let isOwn = !section.isInherited("access_token")
            return readSecret(setting, for: .accessToken, example: Self.tokenExample, isNoted: isOwn).map { [$0] } ?? []
        }
        if section.has("access_token") {
            section.error("access_tokens", "a destination has `access_token` or `access_tokens`, not both")
        }
        guard let items = setting.list(example: "[\(example)]") else { return [] }
        guard (1...2).contains(items.count) else {
            setting.error("the token in use, and at most one that it takes the place of", "[{env: NEW}, {env: OLD}]")
            return []
        }
        let isOwn = !section.isInherited("access_tokens")
        let tokens = items.compactMap {
            readSecret($0, for: .accessToken, example: Self.tokenExample, isNoted: isOwn)
        }
        if tokens.count == 2, tokens[0] == tokens[1] { items[1].warning("the same token as above") }
        return tokens
    }

    /// Reads `{env: NAME}` or `{file: path}`.
    ///
    /// What is written there is never repeated: it may be the secret.
    ///
    /// - Parameter isNoted: whether the place counts as one of the configuration's uses of secrets.
    mutating func readSecret(
        _ setting: Setting, for purpose: SecretUse.Purpose, example: String, isNoted: Bool = true
    ) -> SecretReference? {
        let forms = "{env: \(example)} or {file: path}"
        guard case .mapping(let entries) = setting.node.content else {
            if case .scalar(let text, _) = setting.node.content, !setting.node.isNull {
                setting.error(
                    "a secret must not stand in this file (the value is not shown); name where it is found",
                    "{env: \(Self.interpolatedName(text) ?? example)}")
            } else {
                setting.error("\(setting.node.kind) where a secret is named; write it like \(forms)")
            }
            return nil
        }
        guard entries.count == 1, let entry = entries.first, ["env", "file"].contains(entry.key) else {
            setting.error("a secret is named by `env` or by `file`, by one of them alone; write it like \(forms)")
            return nil
        }
        let value = Setting(
            path: Section.path(setting.path, entry.key), node: entry.value, diagnostics: diagnostics)
        guard let text = value.node.text, !text.isEmpty else {
            value.error("\(value.node.kind) instead of a name; write it like \(forms)")
            return nil
        }
        guard let reference = reference(entry.key, text, value) else { return nil }
        if isNoted {
            configuration.secrets.append(
                SecretUse(path: setting.path, line: setting.line, purpose: purpose, reference: reference))
        }
        return reference
    }

    private func reference(_ key: String, _ text: String, _ value: Setting) -> SecretReference? {
        if key == "env" {
            if let problem = FieldChecks.environmentName(text) {
                value.error(problem, Self.interpolatedName(text))
                return nil
            }
            return .environment(text)
        }
        if Quoting.looksLikeToken(text), !text.contains("/"), !text.contains(".") {
            value.error("this looks like the secret itself, not like the path of a file; the value is not shown")
            return nil
        }
        if let problem = FieldChecks.filePath(text) {
            value.error(problem)
            return nil
        }
        return .file(FilePath.absolute(text, in: folder))
    }

    // `${TOKEN}` and `$TOKEN` tell the variable that was meant.
    private static func interpolatedName(_ text: String) -> String? {
        guard text.hasPrefix("$") else { return nil }
        var name = text.dropFirst()
        if name.hasPrefix("{"), name.hasSuffix("}") { name = name.dropFirst().dropLast() }
        return FieldChecks.environmentName(String(name)) == nil ? String(name) : nil
    }
}
