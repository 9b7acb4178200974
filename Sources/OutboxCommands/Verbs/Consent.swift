import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIdentity

/// `outbox consent`: users who do not want to be reported any more.
struct Consent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent",
        abstract: "Withdraw users' consent: nothing of theirs is sent any more, also of what waits already.",
        subcommands: [Withdraw.self, Restore.self, ListWithdrawals.self])

    /// The users that a verb is about.
    struct Users: ParsableArguments {
        @Argument(
            help: ArgumentHelp(
                "Users by id, e-mail address, phone number, or the SHA-256 of one of them; - reads them from stdin, a "
                    + "line each, and keeps them out of the process list.", valueName: "user"))
        var users: [String] = []

        /// The users as they were given, each line of stdin one.
        func all() -> [String] {
            users.flatMap { user -> [String] in
                guard user == "-" else { return [user] }
                var lines: [String] = []
                while let line = readLine(strippingNewline: true) {
                    if !line.allSatisfy(\.isWhitespace) { lines.append(line) }
                }
                return lines
            }
        }

        /// What is understood of each. Never says what was given: it is somebody's identity.
        func understood(_ configuration: Configuration) throws -> UnderstoodUsers {
            let normalizer = IdentityNormalizer(
                rules: IdentityRules(
                    phoneRegion: configuration.identity.phoneRegion.flatMap { PhoneRegion(code: $0) },
                    externalIDCase: configuration.identity.lowercasesExternalID ? .lower : .keep))
            let users = all().map { NamedUser($0, by: normalizer) }
            if let index = users.firstIndex(where: \.digests.isEmpty) {
                throw CommandFailure(
                    .usage, code: "bad_user",
                    "user \(index + 1) is no id, e-mail address, phone number or SHA-256 (not shown)")
            }
            return UnderstoodUsers(users: users)
        }
    }

    /// `outbox consent withdraw`
    struct Withdraw: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Withdraw: from now on no event of these users is sent (skipped: consent).",
            discussion: """
                Example: outbox consent withdraw 1042. What TikTok has taken already it keeps.
                Write an id in its own letters: A1 and a1 are two users (unless identity.external_id.case is lower).
                One that is an e-mail address counts in any letters.
                """)

        @OptionGroup var change: ConsentChange

        var global: GlobalOptions { change.global }

        func perform(_ console: Console) async throws -> ExitStatus {
            try await change.perform("withdrawn", console) { archive, digests in
                try await archive.withdrawConsent(
                    of: digests, by: Environment.loginName, why: change.why, at: SystemClock.now)
            }
        }
    }

    /// `outbox consent restore`
    struct Restore: Verb {
        static let configuration = CommandConfiguration(
            abstract: "Take a withdrawal back.",
            discussion:
                "What was skipped meanwhile stays so; outbox replay --reason consent sends what still may be sent.")

        @OptionGroup var change: ConsentChange

        var global: GlobalOptions { change.global }

        func perform(_ console: Console) async throws -> ExitStatus {
            try await change.perform("restored", console) { archive, digests in
                try await archive.restoreConsent(
                    of: digests, by: Environment.loginName, why: change.why, at: SystemClock.now)
            }
        }
    }

    /// `outbox consent list`
    struct ListWithdrawals: Verb {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List withdrawals, the newest first, by the beginning of the digest.")

        @OptionGroup var global: GlobalOptions
        @OptionGroup var named: Users

        @Option(help: "How many at most.")
        var limit = 50

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit must be at least 1") }
        }

        func perform(_ console: Console) async throws -> ExitStatus {
            let workplace = try await Workplace.openDespiteErrors(global, .reading, console)
            defer { workplace.close() }
            let users = try named.understood(workplace.configuration)
            users.printWarnings(console)
            let found = try await workplace.archive.withdrawals(
                of: named.users.isEmpty ? nil : users.digests, limit: limit)
            var table = Table(["USER", "WITHDRAWN", "BY"])
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("total", found.total)
            writer.key("withdrawals")
            writer.beginArray()
            for withdrawal in found.newest {
                table.append([
                    withdrawal.user.shortText, LocalTime.text(withdrawal.withdrawnAt), withdrawal.withdrawnBy,
                ])
                writer.beginObject()
                writer.member("user", withdrawal.user.shortText)
                writer.member("withdrawn_at", withdrawal.withdrawnAt)
                writer.member("withdrawn_by", withdrawal.withdrawnBy)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
            if found.total > 0 { for line in table.lines { console.line(line) } }
            console.line("\(Plural.text(found.total, "withdrawal")) in force")
            console.document(writer.bytes)
            return .fine
        }
    }
}

/// What `withdraw` and `restore` are told, and how each is done.
struct ConsentChange: ParsableArguments {
    @OptionGroup var global: GlobalOptions
    @OptionGroup var named: Consent.Users

    @Option(help: "The reason, for the record.")
    var why = ""

    /// Does it to the users, and says how many digests it changed.
    ///
    /// - Parameter done: the word for what is done.
    func perform(
        _ done: String, _ console: Console, change: (any OutboxArchive, [UserDigest]) async throws -> Int
    ) async throws -> ExitStatus {
        let workplace = try await Workplace.openDespiteErrors(global, .writing, console)
        defer { workplace.close() }
        let users = try named.understood(workplace.configuration)
        guard !users.digests.isEmpty else {
            throw CommandFailure(.usage, code: "nothing_picked", "say which users, or - to read them from stdin")
        }
        users.printWarnings(console)
        let changed = try await change(workplace.archive, users.digests)
        console.line("\(Plural.text(changed, "digest")) \(done), for \(users.summary)")
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("changed", changed)
        users.write(to: &writer)
        writer.endObject()
        console.document(writer.bytes)
        return changed > 0 ? .fine : .problemFound
    }
}
