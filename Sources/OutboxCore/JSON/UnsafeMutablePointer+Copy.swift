extension UnsafeMutablePointer<UInt8> {
    /// Copies bytes that do not overlap.
    ///
    /// Most pieces of JSON have less than 32 bytes, for which calling the library costs more than copying: they are
    /// copied from both ends, in two steps that may meet.
    @inline(__always)
    func copy(from source: UnsafePointer<UInt8>, count: Int) {
        if count > 32 {
            update(from: source, count: count)
        } else if count >= 16 {
            copyEnds(of: SIMD16<UInt8>.self, from: source, count: count)
        } else if count >= 8 {
            copyEnds(of: UInt64.self, from: source, count: count)
        } else if count >= 4 {
            copyEnds(of: UInt32.self, from: source, count: count)
        } else {
            for index in 0..<count { self[index] = source[index] }
        }
    }

    @inline(__always)
    private func copyEnds<Piece: BitwiseCopyable>(of: Piece.Type, from source: UnsafePointer<UInt8>, count: Int) {
        let last = count - MemoryLayout<Piece>.size
        let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(self))
        let first = from.loadUnaligned(as: Piece.self)
        let second = from.loadUnaligned(fromByteOffset: last, as: Piece.self)
        to.storeBytes(of: first, as: Piece.self)
        to.storeBytes(of: second, toByteOffset: last, as: Piece.self)
    }
}
