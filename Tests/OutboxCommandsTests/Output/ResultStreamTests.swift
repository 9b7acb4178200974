import Glibc
import Testing

@testable import OutboxCommands

@Suite("The stream of the result")
struct ResultStreamTests {
    @Test("waits for a slow reader also where the stream does not block")
    func waitsForASlowReader() async throws {
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        for end in ends { #expect(fcntl(end, F_SETFL, O_NONBLOCK) == 0) }
        let (reading, writing) = (ends[0], ends[1])
        defer { close(reading) }
        let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        async let result: (String?, Bool) = {
            let stream = ResultStream(writing)
            defer { close(writing) }
            return (stream.write(bytes), stream.isIncomplete)
        }()
        var read: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(reading, &buffer, buffer.count)
            if count == 0 { break }
            if count > 0 { read += buffer[..<count] } else { await Task.yield() }
        }
        #expect(await result == (nil, false))
        #expect(read == bytes)
    }

    @Test("tells an error once, and writes nothing after it")
    func tellsAnErrorOnce() {
        let stream = ResultStream(open("/dev/full", O_WRONLY))
        #expect(stream.write([1]) == "No space left on device")
        #expect(stream.write([2]) == nil)
        #expect(stream.isIncomplete)
    }

    @Test("is complete where its reader went away")
    func isCompleteForAReaderThatWentAway() {
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        close(ends[0])
        let stream = ResultStream(ends[1])
        #expect(stream.write([1]) == nil)
        #expect(!stream.isIncomplete)
        close(ends[1])
    }
}
