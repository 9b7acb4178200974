import Glibc

/// What the disk can do: one block after the other, each synced.
enum BareSync {
    /// How often a second the disk syncs 4 KB.
    static func rate(count: Int, in folder: ScratchFolder) throws -> Double {
        let path = folder.file("sync")
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
        guard descriptor >= 0 else { throw BenchmarkError("cannot write \(path)") }
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        let seconds = Machine.seconds {
            for index in 0..<count {
                _ = block.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(index * 4096)) }
                fdatasync(descriptor)
            }
        }
        return Double(count) / seconds
    }
}
