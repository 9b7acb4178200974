import OutboxYAML

/// What was found at every place that a configuration expects a secret.
package struct SecretCheck: Sendable {
    /// What was found at one place.
    package struct Finding: Sendable {
        /// The place that names the secret.
        package let use: SecretUse
        /// The secret's fingerprint, if there is a secret.
        package let fingerprint: String?
    }

    /// All places, in the file's order.
    package let findings: [Finding]
    /// Secrets that are needed and missing, or cannot be used.
    package let errors: [ConfigurationProblem]
    /// What is missing but not yet needed, and what should be otherwise.
    package let warnings: [ConfigurationProblem]

    /// Fetches every secret of a configuration.
    ///
    /// Reads small files, so it blocks for that long.
    ///
    /// - Parameters:
    ///   - configuration: The configuration.
    ///   - environment: The process' environment.
    ///   - needed: What the secrets are for without which nothing can be done here; others give warnings alone.
    ///   - isRunning: Whether it is for a process that runs already, as advice goes by.
    ///   - sha256: Computes the digest for the fingerprints.
    package init(
        _ configuration: Configuration, environment: [String: String],
        needed: Set<SecretUse.Purpose> = [.accessToken, .sourceKey], isRunning: Bool = false,
        sha256: ([UInt8]) -> [UInt8]
    ) {
        var findings: [Finding] = []
        let diagnostics = Diagnostics(file: configuration.file)
        var keys = KeyCheck()
        for use in configuration.secrets {
            let severity: Diagnostics.Severity = needed.contains(use.purpose) ? .error : .warning
            switch use.reference.fetch(environment: environment, sha256: sha256) {
            case .success(let fetched):
                findings.append(Finding(use: use, fingerprint: fetched.secret.fingerprint))
                Self.note(fetched, use, in: diagnostics)
                guard use.purpose == .sourceKey, let found = keys.problem(with: fetched.secret, use) else { continue }
                diagnostics.report(severity, use.path, found.problem, found.suggestion, line: use.line)
            case .failure(let problem):
                findings.append(Finding(use: use, fingerprint: nil))
                diagnostics.report(
                    severity, use.path, problem.description,
                    problem.suggestion(for: use.purpose, isRunning: isRunning), line: use.line)
            }
        }
        self.findings = findings
        errors = diagnostics.errors.sorted()
        warnings = diagnostics.warnings.sorted()
    }

    private static func note(_ fetched: FetchedSecret, _ use: SecretUse, in diagnostics: Diagnostics) {
        if fetched.wasTrimmed {
            diagnostics.report(
                .warning, use.path, "\(use.reference) has white space at its ends, which is cut off",
                "set it without", line: use.line)
        }
        if fetched.isOpenToOthers, case .file(let path) = use.reference {
            diagnostics.report(
                .warning, use.path, "\(use.reference) is open to others than its owner",
                "chmod 600 \(Quoting.bare(path))", line: use.line)
        }
    }
}
