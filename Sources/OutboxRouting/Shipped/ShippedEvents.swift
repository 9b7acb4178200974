package import OutboxCore
import OutboxYAML

/// The shipped event table: which TikTok event an incoming (GA4) name becomes, by event source and names.
package enum ShippedEvents {
    /// The file as it ships.
    package static let text = String(decoding: PackageResources.events_yml, as: UTF8.self)

    /// The TikTok event for each incoming name, with its line in the file; in the order of the file.
    package static func table(
        eventSource: EventSource, names: EventNames
    ) -> [(name: String, tiktokEvent: String, line: Int)] {
        let block = root?.member(eventSource.rawValue)?.member(names.rawValue)
        return block?.entries.compactMap { entry in
            entry.value.text.map { (name: entry.key, tiktokEvent: $0, line: entry.line) }
        } ?? []
    }

    private static let root = try? YAMLDocument.parse(text)
}

extension YAMLNode {
    fileprivate var entries: [YAMLEntry] {
        if case .mapping(let entries) = content { entries } else { [] }
    }

    fileprivate func member(_ key: String) -> YAMLNode? {
        entries.first { $0.key == key }?.value
    }
}
