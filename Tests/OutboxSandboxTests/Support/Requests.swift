import OutboxCore

@testable import OutboxSandbox

/// Requests for the sandbox's checks.
enum Requests {
    static let email = "81f8f6dde88365f3928796ec7aa53f72820b06db8664f5fe76a7eb13e24546a2"

    /// A good web event; `fields` are put in front, `without` names the defaults to leave out.
    static func event(_ fields: String = "", id: String = "e1", without: Set<String> = []) -> String {
        let defaults = [
            ("event", "\"CompletePayment\""), ("event_time", "1772366400"), ("event_id", "\"\(id)\""),
            ("page", #"{"url":"https://shop.example/"}"#), ("properties", #"{"value":12.5,"currency":"USD"}"#),
        ]
        let members = defaults.filter { !without.contains($0.0) }.map { "\"\($0.0)\":\($0.1)" }
        return "{" + (fields.isEmpty ? members : [fields] + members).joined(separator: ",") + "}"
    }

    /// A request with these events.
    static func body(_ events: [String], source: String = "web", extra: String = "") -> [UInt8] {
        let list = events.joined(separator: ",")
        return Array(#"{"event_source":"\#(source)","event_source_id":"C4K",\#(extra)"data":[\#(list)]}"#.utf8)
    }

    /// What the check says of a body: nil for taken.
    static func refusal(_ body: [UInt8], check: RequestCheck = RequestCheck()) -> RequestCheck.Refusal? {
        do throws(RequestCheck.Refusal) {
            _ = try check.check(token: "t", contentType: "application/json", body: body)
            return nil
        } catch {
            return error
        }
    }

    /// What the check says of one event.
    static func refusal(of event: String, source: String = "web") -> RequestCheck.Refusal? {
        refusal(body([event], source: source))
    }
}
