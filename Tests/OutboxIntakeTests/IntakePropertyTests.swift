import OutboxCore
import OutboxIntake
import OutboxTestSupport
import Testing

/// What must hold for every event, tried with seeded random ones; `INTAKE_SEED=…` runs a failure again.
@Suite("Intake, whatever the event")
struct IntakePropertyTests {
    private static func subject(using random: inout SeededRandom) -> IntakeSubject {
        IntakeSubject { rules in
            rules.phoneRegion = random.oneIn(2) ? "GB" : nil
            rules.lowercasesExternalID = random.oneIn(2)
            rules.eventID = random.oneIn(2) ? .generate : .require
        }
    }

    @Test("no clear identity is kept or told, wherever it stood")
    func privacy() {
        var random = SeededRandom(printingSeedAs: "INTAKE_SEED")
        var accepted = 0
        for _ in 0..<1000 {
            let event = RandomEvent(beforeSeconds: IntakeSubject.now.seconds, using: &random)
            var texts: [String] = []
            switch Self.subject(using: &random).result(event.text) {
            case .accepted(let new, let warnings):
                accepted += 1
                texts = [
                    String(decoding: new.record, as: UTF8.self), new.eventName, new.eventID ?? "", new.producerID ?? "",
                ]
                texts += warnings.flatMap { [$0.path, $0.problem] }
                if let record = try? EventRecord(new.record) {
                    texts += strings(of: record.event) + record.warnings.map(\.description)
                } else {
                    Issue.record("\(random): unreadable: \(event.text)")
                }
            case .rejected(let problems):
                texts = problems.flatMap { [$0.path, $0.problem] }
                #expect(!problems.isEmpty)
            }
            let searched = Set(texts).map { SearchedText($0) }
            for identity in event.identities {
                let found = searched.filter { identity.isFound(in: $0) }.map(\.text)
                #expect(found.isEmpty, "\(random): \(identity) of \(event.text) is in \(found)")
            }
        }
        #expect(accepted > 300, "\(accepted)")
    }

    @Test("an event that is handed over again as it was stored is the same event")
    func idempotence() throws {
        var random = SeededRandom(printingSeedAs: "INTAKE_SEED")
        for _ in 0..<500 {
            let event = RandomEvent(beforeSeconds: IntakeSubject.now.seconds, using: &random)
            let subject = Self.subject(using: &random)
            guard case .accepted(let once, _) = subject.result(event.text) else { continue }
            let body = try EventRecord(once.record).event.raw
            guard case .accepted(let twice, _) = subject.result(String(decoding: body, as: UTF8.self)) else {
                Issue.record("\(random): rejected: \(String(decoding: body, as: UTF8.self))")
                continue
            }
            #expect(try EventRecord(twice.record).event.raw == body, "\(random): \(event.text)")
            #expect(once.bodySHA256 == twice.bodySHA256 && once.key == twice.key, "\(random): \(event.text)")
            #expect(once.eventName == twice.eventName && once.eventID == twice.eventID, "\(random): \(event.text)")
            #expect(
                once.producerID == twice.producerID && once.eventTime == twice.eventTime, "\(random): \(event.text)")
        }
    }

    @Test("random bytes and damaged events are judged, never a crash")
    func damage() {
        var random = SeededRandom(printingSeedAs: "INTAKE_SEED")
        for round in 0..<1000 {
            var bytes = random.bytes(Int(random.next() % 200))
            if round % 4 > 0 {
                bytes = Array(RandomEvent(beforeSeconds: IntakeSubject.now.seconds, using: &random).text.utf8)
                for _ in 0..<Int(random.next() % 4) { Self.damage(&bytes, using: &random) }
            }
            let subject = Self.subject(using: &random)
            let bytesOfID = random.bytes(16)
            let arrival: Arrival =
                random.oneIn(2)
                ? .handedOver(random: { bytesOfID })
                : .file(FileOccurrences(), rebase: random.oneIn(2) ? IntakeSubject.rebase : nil)
            if case .accepted(let new, _) = subject.intake.accept(
                bytes, receivedAt: IntakeSubject.now, arrival: arrival)
            {
                #expect((try? EventRecord(new.record)) != nil, "\(random)")
                #expect((1...100).contains(new.eventName.unicodeScalars.count) && new.eventID?.isEmpty == false)
                #expect(new.key.bytes.count == 16 && new.bodySHA256.count == 32)
            }
        }
    }

    @Test("random files are cut without a crash or a loss of bytes that are no separators")
    func files() {
        var random = SeededRandom(printingSeedAs: "INTAKE_SEED")
        let pieces = [
            "a", "é", ",", "\"", "\"\"", "\n", "\r\n", "{", "}", "[", "]", "\\", " ", "1", ":", "\u{FEFF}", "{}",
        ]
        for _ in 0..<3000 {
            let text = (0..<Int(random.next() % 40)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
            let bytes = Array(text.joined().utf8)
            let cut = Int(random.next() % UInt64(bytes.count + 1))
            var splitters = (
                lines: LineSplitter(limit: 20), rows: RowSplitter(limit: 20),
                elements: ElementSplitter(limit: 20)
            )
            var records: [FileRecord] = []
            for part in [bytes[..<cut], bytes[cut...]] {
                records += splitters.lines.split(part) + splitters.elements.split(part)
                for row in splitters.rows.split(part) {
                    records.append(row)
                    if let cells = try? CSVRow(row.bytes) { _ = (try? CSVHeader(cells))?.document(for: cells) }
                }
            }
            records += splitters.rows.finish()
            records += [splitters.lines.finish(), splitters.elements.finish()].compactMap(\.self)
            let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
            #expect(records.allSatisfy { (1...lines).contains($0.line) && $0.bytes.count <= 20 }, "\(random): \(text)")
        }
    }

    private static func damage(_ bytes: inout [UInt8], using random: inout SeededRandom) {
        guard !bytes.isEmpty else { return }
        let position = Int(random.next() % UInt64(bytes.count))
        switch random.next() % 4 {
        case 0: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 1: bytes.remove(at: position)
        case 2: bytes.insert(contentsOf: bytes[position...].prefix(Int(random.next() % 30)), at: position)
        default: bytes.removeSubrange(position...)
        }
    }

    private func strings(of value: JSONValue) -> [String] {
        var strings = value.string.map { [$0] } ?? []
        for (key, member) in value.members { strings += [key.string ?? ""] + self.strings(of: member) }
        for element in value.elements { strings += self.strings(of: element) }
        return strings
    }
}
