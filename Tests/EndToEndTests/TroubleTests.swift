import Foundation
import Testing

@Suite("When something is wrong, outbox", .timeLimit(.minutes(5)))
struct TroubleTests {
    @Test("says what, and keeps what is right", arguments: TroubleCase.all)
    func row(_ row: TroubleCase) async throws {
        let folder = try OutboxFolder(configuration: row.configuration)
        try folder.write(row.file, row.input)
        try await row.before(folder)
        let arguments = row.arguments.isEmpty ? ["enqueue", row.file] : row.arguments
        let result = try await OutboxProcess.run(
            arguments, in: folder.url, environment: row.environment, wrapper: row.wrapper)
        #expect(result.status == row.status, "\(result.output)\(result.errors)")
        for word in row.words {
            #expect((result.output + result.errors).contains(word), "\(result.output)\(result.errors)")
        }
        if let events = row.events { #expect(try folder.events() == events) }
        try await row.after(folder, result)
    }
}
