import Foundation
import Testing

@Suite("outbox enqueue --rebase-times")
struct RebaseTests {
    @Test("the files' times lie in the span in their order, over all files of the call, the newest is now")
    func order() async throws {
        let folder = try OutboxFolder()
        try folder.write("old.ndjson", #"{"event_name":"a","event_id":"1","event_time":"1997-01-01T00:00:00Z"}"#)
        try folder.write(
            "new.csv", "event_name,event_id,event_time\na,2,1998-01-01T00:00:00Z\na,3,1999-01-01T00:00:00Z\n")
        let enqueue = try await folder.outbox("enqueue", "old.ndjson", "new.csv", "--rebase-times", "24h", "--json")
        #expect(enqueue.status == 0, "\(enqueue.output)\(enqueue.errors)")
        var times: [Date] = []
        for id in ["1", "2", "3"] {
            let show = try await folder.outbox("show", id, "--json")
            let event = try #require((try show.json() as? [[String: Any]])?.first?["event"] as? [String: Any])
            let format = ISO8601DateFormatter()
            format.formatOptions.insert(.withFractionalSeconds)
            let time = try #require(event["event_time"] as? String)
            times.append(try #require(format.date(from: time)))
        }
        #expect(abs(times[1].timeIntervalSince(times[0]) - 43_200) < 1)
        #expect(abs(times[2].timeIntervalSince(times[1]) - 43_200) < 1)
        #expect(abs(times[2].timeIntervalSinceNow) < 600)
    }

    @Test("what can be read only once is refused before anything is taken")
    func once() async throws {
        let folder = try OutboxFolder()
        let refused = try await folder.outbox("enqueue", "-", "--format", "ndjson", "--rebase-times", "24h")
        #expect(refused.status == 2)
        #expect(refused.errors.contains("reads a file twice"), "\(refused.errors)")
        #expect(!FileManager.default.fileExists(atPath: folder.url.appendingPathComponent("outbox.db").path))
    }
}
