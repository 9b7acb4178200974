import GRDBSQLite

/// When the answers of all requests came, as the database has it on record.
struct AnswerTimes {
    /// In the order of time: the milliseconds, and how many events the request carried.
    private var answers: [(milliseconds: Int64, events: Int)] = []

    /// Reads them.
    init(database path: String) throws {
        var handle: OpaquePointer?
        var statement: OpaquePointer?
        defer {
            sqlite3_finalize(statement)
            sqlite3_close(handle)
        }
        let sql = "SELECT closed_at, events FROM outbox_attempt WHERE closed_at IS NOT NULL ORDER BY closed_at"
        guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK,
            sqlite3_prepare_v2(handle, sql, -1, &statement, nil) == SQLITE_OK
        else { throw BenchmarkError("cannot read \(path)") }
        while sqlite3_step(statement) == SQLITE_ROW {
            answers.append((sqlite3_column_int64(statement, 0), Int(sqlite3_column_int64(statement, 1))))
        }
    }

    /// Events a second, without the first and the last tenth of the events.
    var rateOfTheMiddle: Double {
        let all = answers.reduce(0) { $0 + $1.events }
        var (done, counted) = (0, 0)
        var (start, end): (Int64?, Int64?)
        for answer in answers {
            done += answer.events
            guard done * 10 >= all else { continue }
            if start == nil {
                start = answer.milliseconds
                continue
            }
            guard done * 10 <= all * 9 else { break }
            counted += answer.events
            end = answer.milliseconds
        }
        guard let start, let end, end > start else { return 0 }
        return Double(counted) * 1000 / Double(end - start)
    }
}
