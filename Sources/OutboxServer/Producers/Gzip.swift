import CZlib

/// The gzip format (RFC 1952), unpacked within a bound.
enum Gzip {
    /// Why bytes could not be unpacked.
    enum Problem: Error, Equatable {
        /// They are not gzip, or were damaged or cut off.
        case damaged
        /// They would grow beyond the limit.
        case larger
        /// There is no memory for zlib's own state.
        case outOfMemory
    }

    /// Unpacks all members, one behind the other; never makes more than `limit` bytes and one, whatever the input says.
    static func unpack(_ packed: [UInt8], limit: Int) throws(Problem) -> [UInt8] {
        var stream = z_stream()
        // 16 beside the window's size: gzip's header and nothing else.
        let started = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard started == Z_OK else { throw .outOfMemory }
        defer { inflateEnd(&stream) }
        var input = packed
        var output = [UInt8](repeating: 0, count: min(limit + 1, max(4096, packed.count * 4)))
        var (consumed, filled) = (0, 0)
        while true {
            let status = step(&stream, &input, &consumed, &output, &filled)
            guard filled <= limit else { throw .larger }
            switch status {
            case Z_STREAM_END where consumed == input.count:
                output.removeLast(output.count - filled)
                return output
            case Z_STREAM_END:
                guard inflateReset(&stream) == Z_OK else { throw .damaged }
            case Z_OK where filled == output.count:
                output.append(contentsOf: repeatElement(0, count: min(limit + 1 - filled, filled)))
            case Z_MEM_ERROR: throw .outOfMemory
            // Without an error the input was cut off: all of it is read, and there is room for more.
            default: throw .damaged
            }
        }
    }

    /// Lets zlib read on in the input and write into the rest of the output.
    private static func step(
        _ stream: inout z_stream, _ input: inout [UInt8], _ consumed: inout Int, _ output: inout [UInt8],
        _ filled: inout Int
    ) -> Int32 {
        input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress.map { $0 + consumed }
                stream.avail_in = uInt(clamping: input.count - consumed)
                stream.next_out = output.baseAddress.map { $0 + filled }
                stream.avail_out = uInt(clamping: output.count - filled)
                let status = inflate(&stream, Z_NO_FLUSH)
                consumed = input.count - Int(stream.avail_in)
                filled = output.count - Int(stream.avail_out)
                return status
            }
        }
    }
}
