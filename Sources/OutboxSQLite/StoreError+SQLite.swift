import GRDB
import Glibc
import OutboxCore

extension StoreError {
    /// What SQLite reported, as the rest of the outbox knows it.
    ///
    /// The message names tables and columns, never values.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(error, path: path)
        case let error as StoredValue.Unknown: self = .corrupt(path: path, detail: error.description)
        case let error as Compression.Problem: self = .corrupt(path: path, detail: error.description)
        default: self = .database(code: 0, detail: String(describing: type(of: error)))
        }
    }

    private init(_ error: DatabaseError, path: String) {
        let detail = error.message ?? "\(error.extendedResultCode)"
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            // The index of the write-ahead log could not grow: that is what a full disk looks like from there.
            self = .diskFull(path: path)
            return
        }
        if error.extendedResultCode == .SQLITE_IOERR_WRITE, Self.isAtSizeLimit(path) {
            self = .diskFull(path: path)
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_FULL: .diskFull(path: path)
            case .SQLITE_IOERR: .inputOutput(path: path, detail: "\(error.extendedResultCode.rawValue): \(detail)")
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(path: path)
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt(path: path, detail: detail)
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .notWritable(path: path, detail: detail)
            default: .database(code: Int(error.extendedResultCode.rawValue), detail: detail)
            }
    }

    /// Whether the process may not make the file or its log larger (`ulimit -f`), which SQLite takes for a broken disk.
    private static func isAtSizeLimit(_ path: String) -> Bool {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else { return false }
        let slack = 1 << 20 as rlim_t
        return ["", "-wal"].contains { suffix in
            var information = stat()
            guard stat(path + suffix, &information) == 0 else { return false }
            return rlim_t(information.st_size) + slack >= limit.rlim_cur
        }
    }

    /// Whether nothing may be acknowledged after it.
    var isDiskFailure: Bool {
        if case .inputOutput = self { true } else { false }
    }

    /// Whether SQLite reported that the file itself cannot be used: no later write succeeds until somebody mends it.
    static func isOfTheFile(_ error: any Error) -> Bool {
        guard let error = error as? DatabaseError else { return false }
        let codes: [ResultCode] = [.SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN]
        return codes.contains(error.resultCode)
    }
}
