import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

/// What must hold for every document of every dialect, tried with seeded random ones; `DIALECT_SEED=…` runs a failure
/// again.
@Suite("Dialects, whatever the document")
struct DialectPropertyTests {
    @Test(
        "no crash, and no clear identity is kept or told in either form",
        arguments: DialectName.allCases.filter { $0 != .native })
    func privacy(_ dialect: DialectName) throws {
        var random = SeededRandom(printingSeedAs: "DIALECT_SEED")
        var accepted = 0
        for _ in 0..<200 {
            let document = RandomDocument(dialect, using: &random)
            let subject = IntakeSubject { rules in
                rules.dialect = dialect
                rules.phoneRegion = random.oneIn(2) ? "GB" : nil
                rules.eventID = random.oneIn(2) ? .generate : .require
            }
            let results = subject.intake.acceptAll(
                Array(document.text.utf8), receivedAt: IntakeSubject.now, arrival: .handedOver(random: { [1] }))
            #expect(!results.isEmpty, "\(random): \(document.text)")
            var texts: [String] = []
            for result in results {
                switch result {
                case .accepted(let new, let warnings):
                    accepted += 1
                    let record = try EventRecord(new.record)
                    #expect(record.received != nil && record.event.kind == .object, "\(random): \(document.text)")
                    texts += [
                        String(decoding: new.record, as: UTF8.self), new.eventName, new.eventID ?? "",
                        new.producerID ?? "",
                    ]
                    texts += warnings.flatMap { [$0.path, $0.problem] } + strings(of: record.event)
                    texts += record.received.map { strings(of: $0) } ?? []
                case .rejected(let problems):
                    #expect(!problems.isEmpty)
                    texts += problems.flatMap { [$0.path, $0.problem] }
                }
            }
            let searched = Set(texts).map { SearchedText($0) }
            for identity in document.identities {
                let found = searched.filter { identity.isFound(in: $0) }.map(\.text)
                #expect(found.isEmpty, "\(random): \(identity) of \(document.text) is in \(found)")
            }
        }
        #expect(accepted > 30, "\(accepted)")
    }

    @Test("damaged documents are judged, never a crash", arguments: DialectName.allCases.filter { $0 != .native })
    func damage(_ dialect: DialectName) {
        var random = SeededRandom(printingSeedAs: "DIALECT_SEED")
        let subject = IntakeSubject { $0.dialect = dialect }
        for _ in 0..<400 {
            var bytes = Array(RandomDocument(dialect, using: &random).text.utf8)
            for _ in 0..<Int(random.next() % 4) where !bytes.isEmpty {
                let position = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: position)
                default: bytes.insert(contentsOf: bytes[position...].prefix(Int(random.next() % 30)), at: position)
                }
            }
            let bytesOfID = random.bytes(16)
            let arrival: Arrival =
                random.oneIn(2) ? .handedOver(random: { bytesOfID }) : .file(FileOccurrences(), rebase: nil)
            for case .accepted(let new, _) in subject.intake.acceptAll(
                bytes, receivedAt: IntakeSubject.now, arrival: arrival)
            {
                #expect((try? EventRecord(new.record)) != nil, "\(random)")
            }
            _ = subject.intake.eventTimes(of: bytes, receivedAt: IntakeSubject.now)
        }
    }

    private func strings(of value: JSONValue) -> [String] {
        var strings = value.string.map { [$0] } ?? []
        for (key, member) in value.members { strings += [key.string ?? ""] + self.strings(of: member) }
        for element in value.elements { strings += self.strings(of: element) }
        return strings
    }
}
