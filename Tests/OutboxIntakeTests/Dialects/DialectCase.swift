import OutboxCore
import OutboxIntake
import Testing

/// A document of a dialect and the native event that it means, identities kept in clear so that they can be read here.
struct DialectCase: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: DialectName
    let received: String
    let native: String
    /// What is warned of, as `path: words`; empty for nothing.
    var warning = ""

    var testDescription: String { "\(dialect.rawValue): \(name)" }

    static let all = segment + rudderstack + ga4 + commandersact + walkeros + tiktok

    var subject: IntakeSubject {
        IntakeSubject { rules in
            rules.dialect = dialect
            rules.storesClearIdentities = true
        }
    }

    func check() throws {
        let accepted = try subject.accepted(received)
        let expected = try JSONDocument(Array(native.utf8)).root.canonicalBytes()
        #expect(
            String(decoding: accepted.event.canonicalBytes(), as: UTF8.self)
                == String(decoding: expected, as: UTF8.self))
        if warning.isEmpty {
            #expect(accepted.warningTexts.isEmpty)
        } else {
            #expect(accepted.warningTexts.contains { $0.hasPrefix(warning) }, "\(accepted.warningTexts)")
        }
    }
}
