import Foundation

/// Events as a shop hands them over, a minute old.
enum Shop {
    static var time: String { ISO8601DateFormatter().string(from: Date().addingTimeInterval(-60)) }

    /// A native event of one line; `more` are further members.
    static func event(_ name: String, _ id: String, user: String = "1042", _ more: String = "") -> String {
        let members = more.isEmpty ? "" : ",\(more)"
        return #"{"event_name":"\#(name)","event_id":"\#(id)","event_time":"\#(time)","#
            + #""user":{"id":"\#(user)"},"context":{"page":{"url":"https://shop.example/"}}\#(members)}"#
    }

    /// The lines of a destination that sends to a sandbox.
    static func destination(_ sandbox: SandboxProcess, _ lines: String...) -> String {
        (["endpoint: http://127.0.0.1:\(sandbox.port)/open_api/v1.3/event/track/"] + lines)
            .joined(separator: "\n    ")
    }
}
