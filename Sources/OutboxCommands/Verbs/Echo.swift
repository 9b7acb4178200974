import ArgumentParser
import OutboxConfiguration
import OutboxCore
import OutboxIntake
import OutboxRouting

/// `outbox echo`: takes by hand what a pixel sent.
struct Echo: Verb {
    static let configuration = CommandConfiguration(
        abstract: "Hand over by hand what the pixel sent (NDJSON, JSON or CSV): names and ids alone.",
        discussion: """
            Each record is {"tiktok_event": "CompletePayment", "event_id": "ord-10421"}, with "seen_at" where it was \
            not now; other members are refused. The ids stand in the browser's network panel, in the requests to \
            analytics.tiktok.com.
            Exit 1: some were not taken (the good ones are in).
            """)

    /// Echoes between two commits.
    private static let echoesPerCommit = 500
    private static let printedLimit = 20

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The file; - is stdin.")
    var file: String

    @Option(help: "The destination whose pixel it was; not needed if there is one.")
    var destination: String?

    @Option(help: "ndjson, json or csv; else the file's ending says it.")
    var format: FileFormat?

    func perform(_ console: Console) async throws -> ExitStatus {
        let input = try InputFile(path: file)
        let format = try input.format(format)
        let workplace = try await Workplace.open(global, .writing)
        defer { workplace.close() }
        let settings = try Workplace.destination(destination, in: workplace.configuration)
        guard settings.rules.eventSource == .web else {
            throw CommandFailure(
                .configuration, code: "no_pixel", "\(settings.name) is no web destination, and has no pixel",
                path: "destinations.\(settings.name).event_source")
        }
        var taking = EchoTaking(workplace: workplace, pixelCode: settings.rules.eventSourceID)
        var records = EchoRecords(path: file, format: format)
        var isAtEnd = false
        while !isAtEnd {
            var reports: [EchoRecords.Report] = []
            if let bytes = try input.next() {
                reports = try records.split(bytes)
            } else {
                isAtEnd = true
                reports = try records.finish()
            }
            for report in reports {
                if let problem = taking.add(report.bytes), taking.refused <= Self.printedLimit {
                    console.note("\(file):\(report.line): \(problem)")
                }
                if taking.waiting >= Self.echoesPerCommit { try await taking.write() }
            }
        }
        try await taking.write()
        console.line("echoes \(taking.new)   already there \(taking.known)   refused \(taking.refused)")
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("accepted", taking.new)
        writer.member("duplicates", taking.known)
        writer.member("rejected", taking.refused)
        writer.endObject()
        console.document(writer.bytes)
        return taking.refused == 0 ? .fine : .problemFound
    }
}

/// The reports of one pixel on their way into the store.
private struct EchoTaking {
    let workplace: Workplace
    let pixelCode: String
    private(set) var new = 0
    private(set) var known = 0
    private(set) var refused = 0
    private var echoes: [PixelEcho] = []

    init(workplace: Workplace, pixelCode: String) {
        self.workplace = workplace
        self.pixelCode = pixelCode
    }

    var waiting: Int { echoes.count }

    /// Adds a report, or says what is wrong with it.
    mutating func add(_ bytes: Result<[UInt8], EventProblem>) -> EventProblem? {
        let privacy = workplace.configuration.privacy
        let read = Result { () throws(EventProblem) in
            let now = SystemClock.now
            let document = try EchoDocument.read(
                try bytes.get(), members: EchoRecords.members, scrubs: privacy.scrubsTexts, receivedAt: now)
            return try document.echo(pixelCode: pixelCode, receivedAt: now)
        }
        switch read {
        case .success(let echo):
            echoes.append(echo)
            return nil
        case .failure(let problem):
            refused += 1
            return problem
        }
    }

    mutating func write() async throws {
        let now = SystemClock.now
        let added = try await workplace.store.record(
            echoes, forgettingBefore: now - workplace.configuration.keep.echoes)
        new += added
        known += echoes.count - added
        echoes.removeAll(keepingCapacity: true)
    }
}
