import OutboxCore
import OutboxIdentity
import OutboxMapping

/// Renders `user`: digests as they were stored, everything else as TikTok wants it
/// (TikTok: Report Web, App, Offline or CRM Events, user parameters).
struct UserRenderer: Sendable {
    /// One TikTok member and where its value comes from in `user` of the native event.
    private struct Identity: Sendable {
        let member: String
        let field: IdentityField
        /// Whether TikTok takes an array.
        let takesArray: Bool
        /// The ready-made digest that stands in where the field is missing.
        let twin: String

        init(_ member: String, _ field: IdentityField, takesArray: Bool) {
            self.member = member
            self.field = field
            self.takesArray = takesArray
            twin = field.rawValue + "_sha256"
        }
    }

    private let eventSource: EventSource
    private let identities: [Identity]
    private let normalizer = IdentityNormalizer(rules: IdentityRules())
    private let address = AddressNormalizer()

    init(eventSource: EventSource) {
        self.eventSource = eventSource
        var identities = [
            Identity("email", .email, takesArray: true),
            Identity("phone", .phone, takesArray: true),
        ]
        if eventSource == .web || eventSource == .crm {
            identities.append(Identity("external_id", .externalID, takesArray: true))
        }
        if eventSource == .web {
            identities.append(Identity("first_name", .firstName, takesArray: false))
            identities.append(Identity("last_name", .lastName, takesArray: false))
            identities.append(Identity("zip_code", .zip, takesArray: false))
        }
        self.identities = identities
    }

    func write(
        _ event: JSONValue, context: JSONValue?, to writer: inout JSONWriter, warnings: inout [EventProblem]
    ) {
        var members = JSONWriter()
        members.beginObject()
        let user = event["user"]
        for identity in identities { write(identity, of: user, to: &members) }
        if eventSource == .web || eventSource == .app {
            writeDevice(context?["device"], to: &members, warnings: &warnings)
        }
        if eventSource == .web {
            writeClickIDs(context, to: &members)
            writeAddress(user, to: &members, warnings: &warnings)
        }
        members.endObject()
        guard members.bytes.count > 2 else { return }
        writer.key("user")
        writer.raw(members.bytes)
    }

    /// Writes one identity: the field itself, else its ready-made `_sha256` twin. What was stored in clear
    /// (`privacy.store: full`) is hashed here.
    private func write(_ identity: Identity, of user: JSONValue?, to writer: inout JSONWriter) {
        guard let user else { return }
        let country = identity.field == .zip ? user["country"]?.string : nil
        var digests = self.digests(of: user[identity.field.rawValue], as: identity.field, country: country)
        if digests.isEmpty { digests = self.digests(of: user[identity.twin], as: identity.field, country: country) }
        guard let first = digests.first else { return }
        writer.key(identity.member)
        guard identity.takesArray, digests.count > 1 else {
            writer.string(first)
            return
        }
        writer.beginArray()
        for digest in digests { writer.string(digest) }
        writer.endArray()
    }

    private func digests(of value: JSONValue?, as field: IdentityField, country: String?) -> [String] {
        guard let value else { return [] }
        if value.kind == .array {
            return value.elements.flatMap { $0.kind == .array ? [] : digests(of: $0, as: field, country: country) }
        }
        guard let text = value.nonEmptyText,
            case .digest(let digest, _) = normalizer.normalize(text, as: field, country: country)
        else { return [] }
        return [digest]
    }

    private func writeClickIDs(_ context: JSONValue?, to writer: inout JSONWriter) {
        let ids = context?["click_ids"]
        let cookies = context?["device"]?["cookie"]?.string
        let url = context?["page"]?["url"]?.string
        let ttclid =
            ids?["ttclid"]?.nonEmptyText ?? cookies.flatMap { QueryParameter.cookie("ttclid", in: $0) }
            ?? url.flatMap { QueryParameter.value("ttclid", in: $0) }
        writeText("ttclid", ttclid, to: &writer)
        let ttp = ids?["ttp"]?.nonEmptyText ?? cookies.flatMap { QueryParameter.cookie("_ttp", in: $0) }
        writeText("ttp", ttp, to: &writer)
    }

    private func writeDevice(_ device: JSONValue?, to writer: inout JSONWriter, warnings: inout [EventProblem]) {
        guard let device else { return }
        if let ip = device["ip"]?.nonEmptyText {
            if let address = InternetAddress(ip), address.isPublic {
                writeText("ip", address.text, to: &writer)
            } else {
                warnings.append(
                    EventProblem(path: "context.device.ip", problem: "left out: not a public internet address"))
            }
        }
        writeText("user_agent", device["user_agent"]?.nonEmptyText, to: &writer)
        writeText("locale", device["locale"]?.nonEmptyText, to: &writer)
        guard eventSource == .app else { return }
        writeText("idfa", device["idfa"]?.nonEmptyText.flatMap { AdvertisingIdentifier.idfa($0) }, to: &writer)
        writeText("gaid", device["gaid"]?.nonEmptyText.flatMap { AdvertisingIdentifier.gaid($0) }, to: &writer)
        writeText("idfv", device["idfv"]?.nonEmptyText, to: &writer)
        writeTrackingStatus(device["att_status"]?.nonEmptyText, to: &writer, warnings: &warnings)
    }

    private static let trackingStatuses: Set<String> = [
        "AUTHORIZED", "DENIED", "NOT_DETERMINED", "RESTRICTED", "NOT_APPLICABLE",
    ]

    private func writeTrackingStatus(
        _ status: String?, to writer: inout JSONWriter, warnings: inout [EventProblem]
    ) {
        guard let status = status?.uppercased() else { return }
        if Self.trackingStatuses.contains(status) {
            writeText("att_status", status, to: &writer)
        } else {
            warnings.append(
                EventProblem(path: "context.device.att_status", problem: "left out: not one of TikTok's five"))
        }
    }

    private func writeAddress(_ user: JSONValue?, to writer: inout JSONWriter, warnings: inout [EventProblem]) {
        guard let user else { return }
        for name in ["city", "state"] {
            writeText(name, user[name]?.nonEmptyText.flatMap { try? address.city($0) }, to: &writer)
        }
        guard let country = user["country"]?.nonEmptyText else { return }
        if let code = try? address.country(country) {
            writeText("country", code, to: &writer)
        } else {
            warnings.append(EventProblem(path: "user.country", problem: "left out: not a code of two letters"))
        }
    }

    private func writeText(_ name: String, _ text: String?, to writer: inout JSONWriter) {
        guard let text, !text.isEmpty else { return }
        writer.key(name)
        writer.string(text)
    }
}
