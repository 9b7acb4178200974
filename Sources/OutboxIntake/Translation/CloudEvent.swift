import OutboxCore
import OutboxIdentity

/// The envelope of a CloudEvents event in structured mode (CloudEvents 1.0, "JSON Event Format"), around an event of
/// any dialect.
struct CloudEvent {
    /// The envelope's id, source, type and time as they came.
    let id: JSONValue?
    let source: JSONValue?
    let type: JSONValue?
    let time: JSONValue?
    /// The event in it, if that is JSON.
    let data: JSONValue?
    /// Whether the data are not JSON but bytes in Base64.
    let holdsBytes: Bool

    /// The envelope that a document is; nil if it is none.
    init?(_ document: JSONValue) {
        guard let version = document["specversion"]?.string, version.hasPrefix("1.") || version.hasPrefix("0."),
            document["type"] != nil || document["data"] != nil || document["data_base64"] != nil
        else { return nil }
        id = document["id"].flatMap { $0.isNull ? nil : $0 }
        source = document["source"].flatMap { $0.isNull ? nil : $0 }
        type = document["type"].flatMap { $0.isNull ? nil : $0 }
        time = document["time"].flatMap { $0.isNull ? nil : $0 }
        data = document["data"]
        holdsBytes = document["data_base64"] != nil
    }

    /// The producer's id: a digest of source and id, which only together are unique (CloudEvents 1.0, "id"). Nil where
    /// the id is none.
    var producerID: String? {
        guard let id, case .success(let read) = EventIDReader.read(id) else { return nil }
        let source = source.flatMap { $0.string } ?? ""
        return "ce-" + SHA256Digest(parts: [source, read.text]).hexadecimal.prefix(32)
    }

    /// The name in a type: `com.example.shop.purchase.v1` is `purchase`.
    ///
    /// What begins with a domain turned round (CloudEvents: "SHOULD be prefixed with a reverse-DNS name") loses all but
    /// its last part, and a version behind that; any other type is a name as it stands.
    static func name(ofType type: String) -> String {
        var labels = type.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 3, let first = labels.first, isTopLevelDomain(first) else { return type }
        if labels.count > 3, let last = labels.last, isVersion(last) { labels.removeLast() }
        return labels.last.flatMap { $0.isEmpty ? nil : String($0) } ?? type
    }

    private static let topLevelDomains: Set = [
        "com", "org", "net", "edu", "gov", "mil", "int", "info", "biz", "app", "dev", "shop", "store", "cloud", "tech",
        "online", "site", "digital", "agency", "company", "local", "internal", "example", "test",
    ]

    /// Every country has two letters, and only a country.
    private static func isTopLevelDomain(_ label: Substring) -> Bool {
        topLevelDomains.contains(label.lowercased())
            || label.utf8.count == 2 && label.utf8.allSatisfy { 97...122 ~= $0 | 0x20 }
    }

    private static func isVersion(_ label: Substring) -> Bool {
        label.first == "v" && label.count > 1 && label.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }
}
