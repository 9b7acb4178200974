package import OutboxCore

/// Why a verb could not do what it was asked: printed on stderr, or as one JSON document with `--json`.
package struct CommandFailure: Error, Sendable, Hashable {
    /// The exit status it ends with.
    package var status: ExitStatus
    /// A fixed word for programs, such as `unknown_source`.
    package var code: String
    /// What happened and what to do.
    package var message: String
    /// The file, the option or the path in the configuration it is about.
    package var path: String?
    /// The line in that file.
    package var line: Int?

    /// Makes a failure.
    package init(_ status: ExitStatus, code: String, _ message: String, path: String? = nil, line: Int? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.path = path
        self.line = line
    }

    /// Makes a failure of what the store said about the database at a path.
    package init(_ error: StoreError, path: String? = nil) {
        let code =
            switch error {
            case .busy: "busy"
            case .laneLost, .laneOwned: "lane_owned"
            case .newerSchema, .migrationChanged: "schema"
            case .missing: "no_database"
            case .corrupt: "corrupt"
            case .notWritable: "not_writable"
            case .diskFull: "disk_full"
            case .inputOutput: "disk_failed"
            case .locked: "locked"
            case .closed, .database: "database"
            }
        self.init(.outOfReach, code: code, error.description, path: error.path ?? path)
    }

    /// The failure as the one JSON document of `--json`.
    package var document: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writeMember(to: &writer)
        writer.endObject()
        return writer.bytes
    }

    /// Writes the failure as the member `error` of an object.
    func writeMember(to writer: inout JSONWriter) {
        writer.key("error")
        writer.beginObject()
        writer.key("code")
        writer.string(code)
        writer.key("message")
        writer.string(message)
        writer.key("path")
        writer.optionalString(path)
        writer.key("line")
        writer.optionalInteger(line)
        writer.endObject()
    }
}
