import Glibc
import Synchronization

/// The stream that carries the result; remembers whether all of it got through.
///
/// After a write that failed nothing more is written, so that what is there is a beginning and has no hole.
final class ResultStream: Sendable {
    private enum State {
        case open
        /// The reader went away (`| head`): it has all it wants.
        case unwanted
        case failed
    }

    private let descriptor: Int32
    private let state = Mutex(State.open)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Whether a part of the result is lost.
    var isIncomplete: Bool { state.withLock { $0 == .failed } }

    /// Writes all bytes.
    ///
    /// - Returns: why they cannot be written, the first time that this is so.
    func write(_ bytes: [UInt8]) -> String? {
        state.withLock { state in
            guard state == .open, let error = Self.write(bytes, to: descriptor) else { return nil }
            state = error == EPIPE ? .unwanted : .failed
            return state == .failed ? String(cString: strerror(error)) : nil
        }
    }

    /// Writes all bytes, and waits where the stream takes no more for now; gives the error that prevents it.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if written >= 0 {
                    rest = rest.dropFirst(written)
                } else if errno == EAGAIN {
                    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&request, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
    }
}
