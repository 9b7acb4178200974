import FoundationEssentials
import OutboxCore

extension ConversionEvent {
    /// The event in the native form (`outbox schema event`), as it would come over HTTP.
    func encoded() -> [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.beginObject()
        writer.member("id", producerID)
        writer.member("event_name", name.rawValue)
        writer.member("event_id", eventID)
        if let time { writer.member("event_time", Self.text(of: time)) }
        writer.member("event_source", eventSource?.rawValue)
        if let limitedDataUse { writer.member("limited_data_use", .bool(limitedDataUse)) }
        writer.object("user") { writer in
            for field in user.fields { writer.member(field.name, field.value) }
        }
        context.write(to: &writer)
        writer.object("consent") { writer in
            for (category, answer) in consent { writer.member(category, .bool(answer)) }
        }
        writer.object("properties") { writer in
            for (name, value) in properties { writer.member(name, value) }
        }
        writer.endObject()
        return writer.bytes
    }

    /// ISO 8601 with milliseconds; a date that no event can have is written so that it is refused.
    private static func text(of time: Date) -> String {
        let seconds = time.timeIntervalSince1970
        guard (0..<253_402_300_800).contains(seconds) else { return "outside of the years 1970 to 9999" }
        return Timestamp(milliseconds: Int64((seconds * 1000).rounded())).iso8601
    }
}

extension ConversionEvent.User {
    /// The fields that are set, by their names in the native form.
    var fields: [(name: String, value: String)] {
        let all = [
            ("id", id), ("email", email), ("phone", phone), ("first_name", firstName), ("last_name", lastName),
            ("zip", zip), ("city", city), ("state", state), ("country", country), ("id_sha256", idSHA256),
            ("email_sha256", emailSHA256), ("phone_sha256", phoneSHA256), ("first_name_sha256", firstNameSHA256),
            ("last_name_sha256", lastNameSHA256), ("zip_sha256", zipSHA256),
        ]
        return all.compactMap { name, value in value.map { (name, $0) } }
    }
}

extension ConversionEvent.Context {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object("context") { writer in
            writer.object("page") { writer in
                writer.member("url", pageURL)
                writer.member("referrer", referrer)
            }
            writer.object("device") { writer in
                writer.member("ip", clientIP)
                writer.member("user_agent", userAgent)
                writer.member("locale", locale)
                writer.member("cookie", cookie)
                writer.member("idfa", app?.idfa)
                writer.member("gaid", app?.gaid)
                writer.member("idfv", app?.idfv)
                writer.member("att_status", app?.trackingStatus)
            }
            writer.object("click_ids") { writer in
                writer.member("ttclid", ttclid)
                writer.member("ttp", ttp)
            }
            writer.object("app") { writer in
                writer.member("app_id", app?.id)
                writer.member("app_name", app?.name)
                writer.member("app_version", app?.version)
            }
            writer.object("lead") { writer in
                writer.member("lead_id", lead?.id)
                writer.member("lead_event_source", lead?.eventSource)
            }
            writer.object("ad") { writer in
                for (name, value) in ad { writer.member(name, value) }
            }
        }
    }
}

extension JSONWriter {
    /// An object with what is put into it; nothing at all where that is nothing.
    fileprivate mutating func object(_ key: String, _ members: (inout JSONWriter) -> Void) {
        let before = position
        self.key(key)
        beginObject()
        let start = position
        members(&self)
        if position.offset == start.offset { return rewind(to: before) }
        endObject()
    }

    /// A member with a text, where there is one.
    fileprivate mutating func member(_ key: String, _ text: String?) {
        guard let text else { return }
        self.key(key)
        string(text)
    }

    /// A member with any value.
    fileprivate mutating func member(_ key: String, _ value: PropertyValue) {
        self.key(key)
        write(value, depth: 0)
    }

    /// Writes a value; one that is deeper than an event may be is cut, and still too deep to be taken.
    private mutating func write(_ value: PropertyValue, depth: Int) {
        switch value {
        case .string(let text): string(text)
        case .number(let number): decimal(number)
        case .bool(let answer): bool(answer)
        case .null: null()
        case .array(let values):
            beginArray()
            if depth < JSONLimits.maximumDepth { for value in values { write(value, depth: depth + 1) } }
            endArray()
        case .object(let members):
            beginObject()
            if depth < JSONLimits.maximumDepth {
                for (name, value) in members {
                    key(name)
                    write(value, depth: depth + 1)
                }
            }
            endObject()
        }
    }
}
