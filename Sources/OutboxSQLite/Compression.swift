import CZlib

/// The zlib format (RFC 1950) for the bodies of requests and responses: level 1, whole buffers.
package enum Compression {
    /// Why bytes could not be turned into what they were.
    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// They are not zlib's format, or were damaged or cut.
        case damaged
        /// They would grow beyond the limit given, in bytes.
        case larger(than: Int)
        /// There is no memory for zlib's own state.
        case outOfMemory

        /// What happened, without any of the bytes.
        package var description: String {
            switch self {
            case .damaged: "the compressed bytes are damaged"
            case .larger(let limit): "the bytes grow beyond \(limit) when they are decompressed"
            case .outOfMemory: "no memory for the compression"
            }
        }
    }

    /// Compresses at level 1, which costs about a third of the default level's time.
    ///
    /// - Throws: `Problem.outOfMemory` alone.
    package static func deflate(_ bytes: [UInt8]) throws(Problem) -> [UInt8] {
        let bound = Int(compressBound(uLong(bytes.count)))
        var status = Z_OK
        let compressed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            var length = uLongf(bound)
            status = bytes.withUnsafeBufferPointer { input in
                compress2(output.baseAddress, &length, input.baseAddress, uLong(input.count), 1)
            }
            count = status == Z_OK ? Int(length) : 0
        }
        guard status == Z_OK else { throw .outOfMemory }
        return compressed
    }

    /// Decompresses; no more than `limit` bytes are ever made, whatever the input says.
    package static func inflate(_ compressed: [UInt8], limit: Int) throws(Problem) -> [UInt8] {
        var stream = z_stream()
        let started = inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw .outOfMemory }
        defer { inflateEnd(&stream) }
        var input = compressed
        // One byte more than the limit tells "just fits" from "larger".
        let most = limit < Int.max ? limit + 1 : limit
        var output = [UInt8](repeating: 0, count: min(most, max(4096, compressed.count * 4)))
        var status = Z_OK
        var filled = 0
        repeat {
            if filled == output.count {
                guard filled < most else { throw .larger(than: limit) }
                output.append(contentsOf: repeatElement(0, count: min(most - filled, filled)))
            }
            (status, filled) = step(&stream, input: &input, output: &output, from: filled)
        } while status == Z_OK
        guard status == Z_STREAM_END else { throw status == Z_MEM_ERROR ? .outOfMemory : .damaged }
        guard filled <= limit else { throw .larger(than: limit) }
        output.removeLast(output.count - filled)
        return output
    }

    /// Lets zlib read on in the input and write into the rest of the output; gives its status and the output's length.
    private static func step(
        _ stream: inout z_stream, input: inout [UInt8], output: inout [UInt8], from filled: Int
    ) -> (status: Int32, filled: Int) {
        let consumed = Int(stream.total_in)
        return input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress.map { $0 + consumed }
                stream.avail_in = uInt(clamping: input.count - consumed)
                stream.next_out = output.baseAddress.map { $0 + filled }
                stream.avail_out = uInt(clamping: output.count - filled)
                let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                return (status, Int(stream.total_out))
            }
        }
    }
}
